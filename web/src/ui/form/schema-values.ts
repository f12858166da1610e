import type { FormField, FormSchema } from './schema-model.ts'

export type FormValues = Record<string, unknown>

/** What the form begins with: what is given, else the schema's defaults. */
export function initialValues(schema: FormSchema, given: FormValues = {}): FormValues {
  const values: FormValues = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = given[name] ?? field.default
    if (field.properties && !('amount' in field.properties)) {
      values[name] = initialValues(field, (value ?? {}) as FormValues)
    } else if (value !== undefined) {
      values[name] = value
    } else if (field.type === 'boolean') {
      values[name] = false
    }
  }
  return values
}

/**
 * The values to send: fields left empty are left out, so that the server's defaults and "unchanged"
 * for secrets apply. Text that was emptied where the default is not empty is sent.
 */
export function filledValues(fields: FormField[], values: FormValues): FormValues {
  const out: FormValues = {}
  for (const field of fields) {
    const value = values[field.name]
    if (field.kind === 'group') {
      const inner = filledValues(field.fields, (value ?? {}) as FormValues)
      if (Object.keys(inner).length > 0 || field.isRequired) out[field.name] = inner
    } else if (value !== undefined && value !== '' && value !== null) {
      out[field.name] = value
    } else if (value === '' && field.isEmptyMeant) {
      out[field.name] = ''
    }
  }
  return out
}

/** Whether every required field has something in it. */
export function isComplete(fields: FormField[], values: FormValues): boolean {
  return fields.every((field) => {
    const value = values[field.name]
    if (field.kind === 'group') return isComplete(field.fields, (value ?? {}) as FormValues)
    return !field.isRequired || (value !== undefined && value !== '' && value !== null)
  })
}
