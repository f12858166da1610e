/** A text in both languages, or one that needs none. */
export type LocalText = string | Readonly<Record<string, string>>

/** The JSON Schema of one field with the words that forms add to it. */
export interface FieldSchema {
  type?: string | string[]
  format?: string
  enum?: (string | number)[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  multipleOf?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  items?: FieldSchema
  properties?: Record<string, FieldSchema>
  additionalProperties?: boolean | FieldSchema
  required?: string[]
  anyOf?: FieldSchema[]
  title?: string
  description?: string
  label?: LocalText
  help?: LocalText
  placeholder?: LocalText
  options?: Readonly<Record<string, LocalText>>
  choices?: string
  unit?: string
  secret?: boolean
  multiline?: boolean
}

/** The JSON Schema of a form: an object with its fields in order. */
export type FormSchema = FieldSchema

export interface Choice {
  value: string
  label: string
}

interface FieldFrame {
  name: string
  /** JSON pointer into the form's values, which is where the server's errors point to. */
  pointer: string
  label: string
  help?: string
  placeholder?: string
  unit?: string
  isRequired: boolean
  /** Empty text is something else than the default, so it is sent as it is. */
  isEmptyMeant?: boolean
}

/** A field as it is drawn. */
export type FormField = FieldFrame &
  (
    | { kind: 'text'; input: 'text' | 'email' | 'url'; maxLength?: number; pattern?: string }
    | { kind: 'multiline'; maxLength?: number }
    | { kind: 'secret'; isMultiline: boolean }
    | { kind: 'number'; min?: number; max?: number; isInteger: boolean; step?: number }
    | { kind: 'boolean' }
    | { kind: 'choice'; options: Choice[]; isNumeric: boolean }
    | { kind: 'loadedChoice'; loader: string }
    | { kind: 'choices'; options: Choice[] }
    | { kind: 'tags' }
    | { kind: 'keyValue' }
    | { kind: 'money' }
    | { kind: 'day' }
    | { kind: 'instant' }
    | { kind: 'group'; fields: FormField[] }
    | { kind: 'json' }
  )

export interface ReadOptions {
  language: string
  /** Label of a field that brings none: the screen's own texts, or undefined. */
  labelOf?: (name: string) => string | undefined
}

/** The text in a language; English where that is missing. */
export function localText(text: LocalText | undefined, language: string): string | undefined {
  if (text === undefined || typeof text === 'string') return text
  return text[language] ?? text.en
}

/** The fields of a form, in the schema's order. */
export function readFields(schema: FormSchema, options: ReadOptions, at = ''): FormField[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { field, isNullable } = withoutNull(property)
    const frame: FieldFrame = {
      name,
      pointer: `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      label:
        localText(field.label, options.language) ??
        options.labelOf?.(name) ??
        field.title ??
        spoken(name),
      help: localText(field.help, options.language) ?? field.description,
      placeholder: localText(field.placeholder, options.language),
      unit: field.unit,
      isRequired: required.has(name) && !isNullable && field.default === undefined,
      ...(typeof field.default === 'string' && field.default !== '' ? { isEmptyMeant: true } : {}),
    }
    return readField(frame, field, options)
  })
}

function readField(frame: FieldFrame, field: FieldSchema, options: ReadOptions): FormField {
  if (field.choices) return { ...frame, kind: 'loadedChoice', loader: field.choices }
  if (field.enum) {
    const isNumeric = field.enum.some((value) => typeof value === 'number')
    return { ...frame, kind: 'choice', isNumeric, options: optionsOf(field, options) }
  }
  switch (Array.isArray(field.type) ? field.type[0] : field.type) {
    case 'boolean':
      return { ...frame, kind: 'boolean' }
    case 'integer':
    case 'number':
      return readNumber(frame, field)
    case 'array':
      return readArray(frame, field, options)
    case 'object':
      return readObject(frame, field, options)
    case 'string':
      return readString(frame, field)
    default:
      return { ...frame, kind: 'json' }
  }
}

function readString(frame: FieldFrame, field: FieldSchema): FormField {
  if (field.secret) return { ...frame, kind: 'secret', isMultiline: field.multiline === true }
  if (field.format === 'date') return { ...frame, kind: 'day' }
  if (field.format === 'date-time') return { ...frame, kind: 'instant' }
  const { maxLength } = field
  if (field.multiline) return { ...frame, kind: 'multiline', maxLength }
  const input = field.format === 'email' ? 'email' : field.format === 'uri' ? 'url' : 'text'
  const pattern = field.format ? undefined : field.pattern
  return { ...frame, kind: 'text', input, maxLength, pattern }
}

function readNumber(frame: FieldFrame, field: FieldSchema): FormField {
  const sensible = (limit: number | undefined) =>
    limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : undefined
  return {
    ...frame,
    kind: 'number',
    min: sensible(field.minimum),
    max: sensible(field.maximum),
    isInteger: field.type === 'integer',
    step: field.multipleOf,
  }
}

function readArray(frame: FieldFrame, field: FieldSchema, options: ReadOptions): FormField {
  const items = field.items ?? {}
  if (items.enum) return { ...frame, kind: 'choices', options: optionsOf(items, options) }
  return items.type === 'string' ? { ...frame, kind: 'tags' } : { ...frame, kind: 'json' }
}

function readObject(frame: FieldFrame, field: FieldSchema, options: ReadOptions): FormField {
  const names = Object.keys(field.properties ?? {})
  if (names.length === 2 && names.includes('amount') && names.includes('currency')) {
    return { ...frame, kind: 'money' }
  }
  if (names.length > 0)
    return { ...frame, kind: 'group', fields: readFields(field, options, frame.pointer) }
  const values = field.additionalProperties
  return typeof values === 'object' && values.type === 'string'
    ? { ...frame, kind: 'keyValue' }
    : { ...frame, kind: 'json' }
}

function optionsOf(field: FieldSchema, { language, labelOf }: ReadOptions): Choice[] {
  return (field.enum ?? []).map((value) => ({
    value: String(value),
    label:
      localText(field.options?.[String(value)], language) ??
      labelOf?.(String(value)) ??
      String(value),
  }))
}

/** `anyOf: [X, null]` and `anyOf: ['', X]` are X that may be left empty. */
function withoutNull(property: FieldSchema): { field: FieldSchema; isNullable: boolean } {
  const { anyOf, ...own } = property
  if (!anyOf) {
    const isNullable = Array.isArray(property.type) && property.type.includes('null')
    return { field: property, isNullable }
  }
  const real = anyOf.filter((one) => one.type !== 'null' && one.const !== '')
  const isNullable = real.length < anyOf.length
  return real.length === 1
    ? { field: { ...real[0], ...own }, isNullable }
    : { field: own, isNullable }
}

/** `maxRenewals` → `Max renewals`, for fields nobody gave a label. */
function spoken(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
