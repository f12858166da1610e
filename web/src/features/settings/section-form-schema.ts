import { countryChoices } from '../../i18n/countries.ts'
import type { FieldSchema, FormSchema } from '../../ui/form/schema-model.ts'

/** Fields that have an input of their own beside the form. */
export const OWN_INPUTS: Record<string, readonly string[]> = {
  services: ['policy'],
  invoicing: ['defaultRateBasisPoints', 'countryRates'],
}

interface SectionForm {
  section: string
  form: Record<string, unknown>
  values: Record<string, unknown>
  secrets: Record<string, unknown>
}

/**
 * The section's schema as the form draws it: secrets as such, countries and time zones as lists,
 * without what has an input of its own.
 */
export function sectionFormSchema(given: SectionForm, language: string): FormSchema {
  const form = given.form as FormSchema
  const own = OWN_INPUTS[given.section] ?? []
  const properties = Object.entries(form.properties ?? {}).filter(([name]) => !own.includes(name))
  return {
    ...form,
    properties: Object.fromEntries(
      properties.map(([name, field]) => [name, drawn(name, field, given, language)]),
    ),
  }
}

function drawn(
  name: string,
  field: FieldSchema,
  { section, values, secrets }: SectionForm,
  language: string,
): FieldSchema {
  if (name in secrets) return { ...field, secret: true }
  if (section !== 'business') return field
  if (name === 'timeZone') {
    return { ...field, enum: withValue(Intl.supportedValuesOf('timeZone'), values.timeZone) }
  }
  if (name === 'country') {
    const countries = countryChoices(language)
    return {
      ...field,
      enum: withValue(
        countries.map((one) => one.value),
        values.country,
      ),
      options: Object.fromEntries(countries.map((one) => [one.value, one.label])),
    }
  }
  return field
}

function withValue(list: string[], value: unknown): string[] {
  return typeof value === 'string' && !list.includes(value) ? [value, ...list] : list
}
