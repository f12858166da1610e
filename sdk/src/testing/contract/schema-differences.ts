import { isDeepStrictEqual } from 'node:util'
import { isObject, type PublishedDocument, type PublishedSchema, resolve } from './document.ts'

/** How values are written where they are compared. */
export interface Writing {
  /** A query or an urlencoded form: all is text, and `5` is an integer. */
  readonly asText?: boolean
  /** The provider writes booleans as 0 and 1. */
  readonly zeroOneBooleans?: boolean
}

/**
 * Says where a value differs from its published schema: wrong types, values that are not listed,
 * missing and unknown fields. An object of which the schema names no property may hold anything. A
 * property that is published as `net[n]` stands for `net0`, `net1`, …
 */
export function schemaDifferences(
  document: PublishedDocument,
  schema: PublishedSchema,
  value: unknown,
  { at = '', writing = {} }: { readonly at?: string; readonly writing?: Writing } = {},
): string[] {
  return compare({ document, writing }, schema, value, at)
}

interface Comparison {
  readonly document: PublishedDocument
  readonly writing: Writing
}

function compare(by: Comparison, schema: PublishedSchema, value: unknown, at: string): string[] {
  const flat = flatten(by.document, schema)
  const ways = flat.oneOf ?? flat.anyOf
  if (ways) {
    const tried = ways.map((way) => compare(by, way, value, at))
    return tried.find((found) => found.length === 0) ?? tried[0] ?? []
  }
  const types = typesOf(flat)
  if (value === null) {
    const mayBeNull = flat.nullable || flat['x-nullable'] || types.includes('null')
    return mayBeNull || types.length === 0 ? [] : [`${at}: null`]
  }
  if (flat.enum && !flat.enum.some((listed) => sameValue(by.writing, listed, value))) {
    return [`${at}: ${JSON.stringify(value)} is not listed`]
  }
  if (types.length > 0 && !types.some((type) => typeFits(by.writing, type, value))) {
    return [`${at}: not of type ${types.join(' or ')}`]
  }
  if (Array.isArray(value)) {
    const { items } = flat
    return items ? value.flatMap((item, i) => compare(by, items, item, `${at}/${i}`)) : []
  }
  if (isObject(value)) return compareFields(by, flat, value, at)
  return outOfBounds(flat, value).map((words) => `${at}: ${words}`)
}

function compareFields(
  by: Comparison,
  schema: PublishedSchema,
  value: Record<string, unknown>,
  at: string,
): string[] {
  const known = schema.properties ?? {}
  const rest = schema.additionalProperties
  const missing = (schema.required ?? [])
    .filter((name) => value[name] === undefined)
    .map((name) => `${at}/${name}: missing`)
  const inside = Object.entries(value).flatMap(([name, one]) => {
    if (one === undefined) return []
    const own = known[name] ?? known[name.replace(/\d+$/, '[n]')]
    if (own) return compare(by, own, one, `${at}/${name}`)
    if (isObject(rest)) return compare(by, rest, one, `${at}/${name}`)
    return rest === true || Object.keys(known).length === 0 ? [] : [`${at}/${name}: unknown`]
  })
  return [...missing, ...inside]
}

/** Follows references and joins `allOf` into one. */
function flatten(document: PublishedDocument, schema: PublishedSchema): PublishedSchema {
  const own = resolve(document, schema)
  if (!own.allOf) return own
  const { allOf, ...beside } = own
  const parts = [...allOf.map((part) => flatten(document, part)), beside]
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}))
  return {
    ...Object.assign({}, ...parts),
    properties: Object.keys(properties).length > 0 ? properties : undefined,
    required: parts.flatMap((part) => part.required ?? []),
  }
}

function typesOf({ type, properties }: PublishedSchema): readonly string[] {
  if (type === undefined) return properties ? ['object'] : []
  return typeof type === 'string' ? [type] : type
}

function sameValue({ asText }: Writing, listed: unknown, value: unknown): boolean {
  return isDeepStrictEqual(listed, value) || (asText === true && String(listed) === value)
}

function typeFits({ asText, zeroOneBooleans }: Writing, type: string, value: unknown): boolean {
  const text = asText && typeof value === 'string' ? value : undefined
  switch (type) {
    case 'integer':
      return Number.isInteger(value) || /^-?\d+$/.test(text ?? '')
    case 'number':
      return typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(text ?? '')
    case 'boolean':
      if (zeroOneBooleans && (value === 0 || value === 1)) return true
      return typeof value === 'boolean' || /^(0|1|true|false)$/.test(text ?? '')
    case 'array':
      return Array.isArray(value) || text !== undefined
    case 'object':
      return isObject(value)
    case 'null':
      return value === null
    default:
      return typeof value === type
  }
}

function outOfBounds(schema: PublishedSchema, value: unknown): string[] {
  const said: string[] = []
  if (typeof value === 'number') {
    if (value < (schema.minimum ?? -Infinity)) said.push(`less than ${schema.minimum}`)
    if (value > (schema.maximum ?? Infinity)) said.push(`more than ${schema.maximum}`)
  }
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) said.push(`shorter than ${schema.minLength}`)
    if (value.length > (schema.maxLength ?? Infinity)) said.push(`longer than ${schema.maxLength}`)
    if (schema.pattern !== undefined && !matches(schema.pattern, value))
      said.push(`does not match ${schema.pattern}`)
  }
  return said
}

/** Some published patterns are in another dialect than ours: those hold nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}
