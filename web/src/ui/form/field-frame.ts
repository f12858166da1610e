import type { Lookup } from '../table/table-types.ts'
import type { FormField } from './schema-model.ts'
import type { FormValues } from './schema-values.ts'

/** Loads the choices of a field that names a loader: images, nodes, templates. */
export type ChoiceLoader = (name: string) => Promise<{ value: string; label: string }[]>

/**
 * The list behind a loader's name that the server searches; it may depend on what the other fields
 * hold. Undefined: it is loaded at once.
 */
export type ChoiceLookup = (name: string, values: FormValues) => Lookup | undefined

export interface FieldInputProps {
  field: FormField
  value: unknown
  onChange: (value: unknown) => void
  error?: string
  /** A secret that is stored: empty means unchanged. */
  isStored: boolean
  loadChoices?: ChoiceLoader
  /** The list of a field that is too long to load and is searched instead. */
  lookup?: Lookup
  currency?: string
  disabled?: boolean
}

/** The props of an input for one kind of field. */
export type FieldOf<Kind extends FormField['kind']> = FieldInputProps & {
  field: Extract<FormField, { kind: Kind }>
}

/** What every input of a field has: label, help, complaint. */
export function frameOf({ field, error, disabled }: FieldInputProps) {
  return {
    label: field.label,
    description: field.help,
    placeholder: field.placeholder,
    required: field.isRequired,
    error,
    disabled,
  }
}

export const asText = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value)

export const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
