import { z } from 'zod'
import { field } from './form.ts'

/*
 * What a product asks beyond its module's own order form, read from the server: the variables of an
 * egg, the templates of a cluster. Plain data, kept with the product, so that the shop asks no server.
 */

const text = z.strictObject({ en: z.string().max(200), fr: z.string().max(200) })

/** What every kind of field has. */
const shared = {
  /** Its key in `orderData`; must differ from the fields of `orderForm`. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
  label: text,
  help: z.strictObject({ en: z.string().max(2000), fr: z.string().max(2000) }).optional(),
  /** Must be given; one with a `default` is given it. */
  required: z.boolean().default(false),
}

/** One field; a rule that it cannot say, the module checks when it creates the resource. */
export const orderFieldSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    ...shared,
    default: z.string().optional(),
    /** In characters. */
    minLength: z.int().min(0).optional(),
    maxLength: z.int().min(1).max(10_000).optional(),
    /** A regular expression of JavaScript without flags; the whole text need not match. */
    pattern: z.string().max(500).refine(isPattern, 'Not a regular expression').optional(),
    multiline: z.boolean().optional(),
    /** Encrypted at rest, never shown again. */
    secret: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('integer'),
    ...shared,
    default: z.int().optional(),
    min: z.int().optional(),
    max: z.int().optional(),
    unit: z.string().max(20).optional(),
  }),
  z.strictObject({ type: z.literal('boolean'), ...shared, default: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('choice'),
    ...shared,
    default: z.string().optional(),
    options: z
      .array(z.strictObject({ value: z.string().max(500), label: text }))
      .min(1)
      .max(500),
  }),
])
/** One field of a product's order form that was read from the server. */
export type OrderField = z.input<typeof orderFieldSchema>

/** The module's order form with a product's own fields behind its own. */
export function withOrderFields(form: z.ZodObject, fields: readonly OrderField[]): z.ZodObject {
  if (fields.length === 0) return form
  const own = fields.filter(({ name }) => !(name in form.shape))
  return form.extend(Object.fromEntries(own.map((one) => [one.name, schemaOf(one)])))
}

function schemaOf(one: OrderField): z.ZodType {
  const plain = plainSchema(one)
  const meta = field({
    label: one.label,
    ...(one.help ? { help: one.help } : {}),
    ...(one.type === 'integer' && one.unit ? { unit: one.unit } : {}),
    ...(one.type === 'text' && one.secret ? { secret: true } : {}),
    ...(one.type === 'text' && one.multiline ? { multiline: true } : {}),
    ...(one.type === 'choice' ? { options: labelsOf(one.options) } : {}),
  })
  if (one.default !== undefined) return plain.default(one.default).meta(meta)
  return one.required ? plain.meta(meta) : plain.optional().meta(meta)
}

function plainSchema(one: OrderField): z.ZodType {
  switch (one.type) {
    case 'text': {
      const least = Math.max(one.minLength ?? 0, one.required ? 1 : 0)
      const sized = z
        .string()
        .min(least)
        .max(one.maxLength ?? 10_000)
      return one.pattern ? sized.regex(new RegExp(one.pattern, 'u')) : sized
    }
    case 'integer':
      return z
        .int()
        .min(one.min ?? Number.MIN_SAFE_INTEGER)
        .max(one.max ?? Number.MAX_SAFE_INTEGER)
    case 'boolean':
      return z.boolean()
    case 'choice':
      return z.enum(one.options.map(({ value }) => value))
  }
}

const labelsOf = (options: readonly { value: string; label: z.infer<typeof text> }[]) =>
  Object.fromEntries(options.map(({ value, label }) => [value, label]))

function isPattern(words: string): boolean {
  try {
    return new RegExp(words, 'u') !== null
  } catch {
    return false
  }
}
