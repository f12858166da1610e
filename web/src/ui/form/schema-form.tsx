import { Box, Fieldset } from '@mantine/core'
import { type CSSProperties, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChoiceLoader, ChoiceLookup } from './field-frame.ts'
import { FieldInput } from './field-input.tsx'
import { type FormField, type FormSchema, readFields } from './schema-model.ts'
import type { FormValues } from './schema-values.ts'

export interface SchemaFormProps {
  schema: FormSchema
  values: FormValues
  onChange: (values: FormValues) => void
  /** Words by JSON pointer, from the server's problem document (`fieldErrors`). */
  errors?: Record<string, string>
  /** What stands in front of the pointers, where the form is one part of a body: `/settings`. */
  pointerPrefix?: string
  /** Key of texts for fields without a label of their own: `services.fields`. */
  texts?: string
  loadChoices?: ChoiceLoader
  lookups?: ChoiceLookup
  /** Secrets that are stored: shown as such, empty means unchanged. */
  storedSecrets?: readonly string[]
  /** Currency of money fields that begin empty. */
  currency?: string
  disabled?: boolean
  /** Short fields stand two in a line where there is room: for forms as wide as a page. */
  isWide?: boolean
}

/** The fields of a schema in the reader's language. */
export function useFormFields(schema: FormSchema, texts?: string): FormField[] {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  return useMemo(() => {
    const labelOf = (name: string) => {
      const key = `${texts}.${name}`
      return texts && i18n.exists(key) ? t(key) : undefined
    }
    return readFields(schema, { language, labelOf })
  }, [schema, texts, language, t, i18n])
}

/** Draws a form from a JSON Schema. Controlled: the values are the caller's. */
export function SchemaForm(props: SchemaFormProps) {
  const fields = useFormFields(props.schema, props.texts)
  return <FieldList {...props} fields={fields} />
}

function FieldList(props: SchemaFormProps & { fields: FormField[] }) {
  const { fields, values, onChange, errors = {}, pointerPrefix = '' } = props
  return (
    <Box style={props.isWide ? WIDE : NARROW}>
      {fields.map((field) => {
        const set = (value: unknown) => onChange({ ...values, [field.name]: value })
        if (field.kind === 'group') {
          return (
            <Fieldset key={field.name} legend={field.label} p="sm" style={WHOLE_LINE}>
              <FieldList
                {...props}
                fields={field.fields}
                values={(values[field.name] ?? {}) as FormValues}
                onChange={set}
              />
            </Fieldset>
          )
        }
        return (
          <Box key={field.name} style={isShort(field) ? undefined : WHOLE_LINE}>
            <FieldInput
              field={field}
              value={values[field.name]}
              onChange={set}
              error={errors[pointerPrefix + field.pointer]}
              isStored={props.storedSecrets?.includes(field.name) ?? false}
              loadChoices={props.loadChoices}
              lookup={
                field.kind === 'loadedChoice' ? props.lookups?.(field.loader, values) : undefined
              }
              currency={props.currency}
              disabled={props.disabled}
            />
          </Box>
        )
      })}
    </Box>
  )
}

const NARROW: CSSProperties = { display: 'grid', gap: 'var(--mantine-spacing-sm)' }

/** One or two columns; the inputs of a line stand level although one has more help above it. */
const WIDE: CSSProperties = {
  ...NARROW,
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(max(230px, 40%), 100%), 1fr))',
  alignItems: 'end',
}

const WHOLE_LINE: CSSProperties = { gridColumn: '1 / -1' }

const SHORT_KINDS = new Set(['text', 'number', 'choice', 'loadedChoice', 'money', 'day', 'instant'])

function isShort(field: FormField): boolean {
  return SHORT_KINDS.has(field.kind) || (field.kind === 'secret' && !field.isMultiline)
}
