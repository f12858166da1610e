/** The words of JSON Schema, as Swagger 2.0 and OpenAPI 3 use them, that are held against values. */
export interface PublishedSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, PublishedSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | PublishedSchema
  readonly items?: PublishedSchema
  readonly allOf?: readonly PublishedSchema[]
  readonly oneOf?: readonly PublishedSchema[]
  readonly anyOf?: readonly PublishedSchema[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly nullable?: boolean
  readonly 'x-nullable'?: boolean
}

interface Content {
  readonly schema?: PublishedSchema
}

/** One parameter: with a `schema` in OpenAPI 3 and for bodies, with the words beside it else. */
export interface PublishedParameter extends Omit<PublishedSchema, 'required'> {
  readonly name: string
  readonly required?: boolean
  readonly in: 'path' | 'query' | 'body' | 'header' | 'formData' | 'cookie'
  readonly schema?: PublishedSchema
}

export interface PublishedResponse {
  readonly $ref?: string
  readonly schema?: PublishedSchema
  readonly content?: Readonly<Record<string, Content>>
}

export interface PublishedBody {
  readonly $ref?: string
  readonly required?: boolean
  readonly content?: Readonly<Record<string, Content>>
}

export interface PublishedOperation {
  readonly parameters?: readonly PublishedParameter[]
  readonly requestBody?: PublishedBody
  readonly responses?: Readonly<Record<string, PublishedResponse>>
}

/** A Swagger 2.0 or OpenAPI 3 document, as far as it is read. */
export interface PublishedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Follows a `$ref` inside of the document, to whatever it points at. */
export function resolve<T extends object>(document: PublishedDocument, node: T): T {
  let at: unknown = node
  for (let hops = 0; isObject(at) && typeof at.$ref === 'string'; hops++) {
    if (hops > 20) throw new Error(`The published schema goes in circles at ${at.$ref}`)
    at = pointed(document, at.$ref)
  }
  return at as T
}

function pointed(document: PublishedDocument, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/')
  let at: unknown = document
  for (const step of steps) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    at = isObject(at) ? at[name] : undefined
  }
  if (at === undefined) throw new Error(`The published schema has no ${reference}`)
  return at
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
