import { z } from 'zod'
import type { Text } from './text.ts'

/** How a field of a form is shown and kept; attached to a zod schema with `.meta(field({…}))`. */
export interface FieldMeta {
  readonly label: Text
  readonly help?: Text
  /** Encrypted at rest, masked in logs, never in an answer of the API: write-only in forms. */
  readonly secret?: true
  /** Name of a loader in the module's `choices`: the field is a list loaded from the server. */
  readonly choices?: string
  /** Labels of the values of a `z.enum`, by value. */
  readonly options?: Readonly<Record<string, Text>>
  /** Shown behind the input: `MiB`, `ms`, `%`. */
  readonly unit?: string
  readonly placeholder?: string
  /** A text area instead of one line. */
  readonly multiline?: true
}

/**
 * Metadata for a field, checked by the compiler. Call `.meta` last in the chain.
 *
 * @example z.int().min(64).default(512).meta(field({ label: { en: 'Memory', fr: 'Mémoire' }, unit: 'MiB' }))
 */
export function field(meta: FieldMeta): FieldMeta & Record<string, unknown> {
  return { ...meta }
}

/** A JSON Schema of a form, with our metadata beside the usual words. Plain data. */
export type FormSchema = { readonly [word: string]: unknown }

/**
 * A zod object as the JSON Schema (draft 2020-12) that the administration draws a form from: what
 * may be typed in (`io: 'input'`), with label, help, secret, choices, options, unit, placeholder and
 * multiline kept on each property. Property order is the order of declaration.
 */
export function formSchema(schema: z.ZodObject): FormSchema {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })))
}

/** The names of the secret fields of a form: what is encrypted, masked and never answered. */
export function secretFields(schema: z.ZodObject): string[] {
  const known = secretFieldsOf.get(schema) ?? readSecretFields(schema)
  secretFieldsOf.set(schema, known)
  return [...known]
}

/** Asked at every call of a module, and a JSON Schema takes long to make. */
const secretFieldsOf = new WeakMap<z.ZodObject, readonly string[]>()

function readSecretFields(schema: z.ZodObject): string[] {
  const properties = formSchema(schema).properties
  if (typeof properties !== 'object' || properties === null) return []
  return Object.entries(properties)
    .filter(([, property]) => property.secret === true)
    .map(([name]) => name)
}
