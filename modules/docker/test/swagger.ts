import { isDeepStrictEqual } from 'node:util'

/** The part of Swagger 2.0 that the published description uses. */
export interface SwaggerSchema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, SwaggerSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | SwaggerSchema
  readonly items?: SwaggerSchema
  readonly allOf?: readonly SwaggerSchema[]
  readonly enum?: readonly unknown[]
  readonly 'x-nullable'?: boolean
}

export interface SwaggerParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'body' | 'header'
  readonly required?: boolean
  readonly schema?: SwaggerSchema
}

export interface SwaggerOperation {
  readonly parameters?: readonly SwaggerParameter[]
  readonly responses: Readonly<Record<string, { readonly schema?: SwaggerSchema }>>
}

export interface Swagger {
  readonly paths: Readonly<Record<string, Readonly<Record<string, SwaggerOperation>>>>
  readonly definitions: Readonly<Record<string, SwaggerSchema>>
}

/** Says where a value differs from its published schema: wrong types, missing and unknown fields. */
export function differences(
  swagger: Swagger,
  schema: SwaggerSchema,
  value: unknown,
  at = '',
): string[] {
  const flat = flatten(swagger, schema)
  if (value === null) {
    return flat['x-nullable'] || flat.type === undefined ? [] : [`${at}: null`]
  }
  if (flat.enum && !flat.enum.some((listed) => isDeepStrictEqual(listed, value)))
    return [`${at}: ${JSON.stringify(value)} is not listed`]
  if (flat.type === 'array') {
    if (!Array.isArray(value)) return [`${at}: not a list`]
    return value.flatMap((item, i) => differences(swagger, flat.items ?? {}, item, `${at}/${i}`))
  }
  if (flat.type === 'object' || flat.properties) return objectDifferences(swagger, flat, value, at)
  return typeFits(flat.type, value) ? [] : [`${at}: not of type ${flat.type}`]
}

function objectDifferences(
  swagger: Swagger,
  schema: SwaggerSchema,
  value: unknown,
  at: string,
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at}: no object`]
  const known = schema.properties ?? {}
  const rest = schema.additionalProperties
  const missing = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${at}/${name}: missing`)
  const inside = Object.entries(value).flatMap(([name, one]) => {
    const own = known[name]
    if (own) return differences(swagger, own, one, `${at}/${name}`)
    if (typeof rest === 'object') return differences(swagger, rest, one, `${at}/${name}`)
    return rest === true || Object.keys(known).length === 0 ? [] : [`${at}/${name}: unknown`]
  })
  return [...missing, ...inside]
}

/** Follows references and joins `allOf` into one. */
function flatten(swagger: Swagger, schema: SwaggerSchema): SwaggerSchema {
  if (schema.$ref) {
    const name = schema.$ref.replace('#/definitions/', '')
    const target = swagger.definitions[name]
    if (!target) throw new Error(`The published schema has no ${name}`)
    return flatten(swagger, target)
  }
  if (!schema.allOf) return schema
  const parts = schema.allOf.map((part) => flatten(swagger, part))
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}))
  return {
    ...Object.assign({}, ...parts),
    properties: Object.keys(properties).length > 0 ? properties : undefined,
    required: parts.flatMap((part) => part.required ?? []),
  }
}

function typeFits(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case undefined:
      return true
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number'
    default:
      return typeof value === type
  }
}
