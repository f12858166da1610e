import { z } from 'zod'

type JsonSchema = Record<string, unknown>

/** Texts that satisfy the patterns and refinements our fields have. */
const TEXTS = [
  'text of a test',
  '1',
  'sample@example.com',
  'EUR',
  'en',
  'FR',
  'monthly',
  '2030-01-31',
  '00000000-0000-7000-8000-000000000000',
  'a',
]
const FORMATS: Record<string, string> = {
  uuid: '00000000-0000-7000-8000-000000000000',
  email: 'sample@example.com',
  'date-time': '2030-01-31T00:00:00Z',
  date: '2030-01-31',
  uri: 'https://example.com',
}

/** A small value that a schema lets through: required fields only. Null when none was found. */
export function sampleOf(schema: z.ZodType): { value: unknown } | null {
  return schema instanceof z.ZodObject ? (byField(schema) ?? byText(schema)) : byText(schema)
}

/** Each field finds its own value, since one text does not suit them all. */
function byField(schema: z.ZodObject): { value: unknown } | null {
  const value: Record<string, unknown> = {}
  for (const [name, field] of Object.entries<z.ZodType>(schema.shape as never)) {
    if (field.safeParse(undefined).success) continue
    const sample = sampleOf(field)
    if (!sample) return null
    value[name] = sample.value
  }
  return schema.safeParse(value).success ? { value } : null
}

function byText(schema: z.ZodType): { value: unknown } | null {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  for (const text of TEXTS) {
    const value = build(json, text)
    if (schema.safeParse(value).success) return { value }
  }
  return null
}

function build(schema: JsonSchema, text: string): unknown {
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const branches = schema.anyOf ?? schema.oneOf
  if (Array.isArray(branches)) return build(branches[0] as JsonSchema, text)
  if (Array.isArray(schema.allOf)) return build(schema.allOf[0] as JsonSchema, text)
  switch (schema.type) {
    case 'object':
      return buildObject(schema, text)
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () =>
        build((schema.items ?? {}) as JsonSchema, text),
      )
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), Number(schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return buildText(schema, text)
  }
}

function buildObject(schema: JsonSchema, text: string): unknown {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>
  const required = (schema.required ?? []) as string[]
  return Object.fromEntries(required.map((name) => [name, build(properties[name] ?? {}, text)]))
}

function buildText(schema: JsonSchema, text: string): string {
  const format = FORMATS[String(schema.format)]
  if (format) return format
  const pattern = typeof schema.pattern === 'string' ? new RegExp(schema.pattern) : null
  const fits = (value: string) => value.length >= Number(schema.minLength ?? 0)
  if (!pattern) return fits(text) ? text : text.padEnd(Number(schema.minLength), 'x')
  return TEXTS.find((value) => pattern.test(value) && fits(value)) ?? text
}
