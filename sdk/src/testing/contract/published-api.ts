import {
  isObject,
  type PublishedDocument,
  type PublishedOperation,
  type PublishedParameter,
  type PublishedSchema,
  resolve,
} from './document.ts'
import { schemaDifferences, type Writing } from './schema-differences.ts'

/** One request of a module and what the stand-in answered, as it was on the wire. */
export interface RecordedExchange {
  /** Upper or lower case. */
  readonly method: string
  /**
   * The path without its query, as it was asked for; or the template that it falls under, where a
   * parameter's value holds slashes (names of images).
   */
  readonly path: string
  readonly query?: URLSearchParams
  /** The body that was sent, parsed; null or absent when there was none. */
  readonly body?: unknown
  /** True when the body was an urlencoded form: its values are texts then. */
  readonly form?: boolean
  readonly status?: number
  /** The body that was answered, parsed; absent when it was not JSON and is not to be compared. */
  readonly answer?: unknown
}

export interface PublishedApiOptions {
  /** Cut off the front of each path before it is looked up: `/api2/json`, or `/^\/v1\.\d+/`. */
  readonly prefix?: string | RegExp
  /** The provider writes booleans as 0 and 1 where it publishes `boolean`. */
  readonly zeroOneBooleans?: boolean
}

/** A provider's published schema, asked whether requests and answers fit it. */
export interface PublishedApi {
  /** The template that a request falls under, null when the path or method is made up. */
  templateOf(method: string, path: string): string | null
  /** Each difference in words; empty when the request is as published. */
  requestDifferences(exchange: RecordedExchange): string[]
  /** Each difference in words; empty when the answer is as published. */
  answerDifferences(exchange: RecordedExchange): string[]
  /** Both, each with method and path before it, and each only once. */
  differences(exchanges: readonly RecordedExchange[]): string[]
}

/**
 * Reads a Swagger 2.0 or OpenAPI 3 document (parsed already: JSON, or YAML by whoever has a parser).
 *
 * @example
 * const api = publishedApi(JSON.parse(readFileSync(join(folder, 'proxmox.openapi.json'), 'utf8')))
 * assert.deepEqual(api.differences(standIn.exchanges), [])
 */
export function publishedApi(document: unknown, options: PublishedApiOptions = {}): PublishedApi {
  if (!isDocument(document)) throw new Error('This is no Swagger or OpenAPI document: no paths')
  const find = finderOf(document, options)
  const writing = { zeroOneBooleans: options.zeroOneBooleans ?? false }
  const check =
    (
      by: (
        document: PublishedDocument,
        found: Found,
        exchange: RecordedExchange,
        w: Writing,
      ) => string[],
    ) =>
    (exchange: RecordedExchange) => {
      const found = find(exchange.method, exchange.path)
      return found ? by(document, found, exchange, writing) : ['made up']
    }
  const api: PublishedApi = {
    templateOf: (method, path) => find(method, path)?.template ?? null,
    requestDifferences: check(checkRequest),
    answerDifferences: check(checkAnswer),
    differences(exchanges) {
      const said = exchanges.flatMap((exchange) => {
        const name = `${exchange.method.toUpperCase()} ${exchange.path}`
        const found = [...api.requestDifferences(exchange), ...api.answerDifferences(exchange)]
        return found.map((words) => `${name} → ${words}`)
      })
      return [...new Set(said)]
    },
  }
  return api
}

interface Found {
  readonly template: string
  readonly operation: PublishedOperation
  readonly parameters: readonly PublishedParameter[]
  /** Values of the path's parameters, decoded; empty when a template was asked for. */
  readonly inPath: Readonly<Record<string, string>>
}

function isDocument(document: unknown): document is PublishedDocument {
  return isObject(document) && isObject(document.paths)
}

function finderOf(document: PublishedDocument, { prefix }: PublishedApiOptions) {
  const compiled = Object.keys(document.paths).map((template) => {
    const literal = template.replaceAll(/\{[^}]+\}/g, '').length
    return { template, literal, pattern: patternOf(template) }
  })
  // The template with the most letters of its own goes first: /images/create before /images/{name}.
  compiled.sort((a, b) => b.literal - a.literal)
  return (method: string, path: string): Found | null => {
    const asked = prefix === undefined ? path : withoutPrefix(path, prefix)
    for (const { template, pattern } of compiled) {
      const operations = document.paths[template] ?? {}
      const operation = operations[method.toLowerCase()]
      const match = asked === template ? { groups: {} } : pattern.exec(asked)
      if (!match || !isObject(operation)) continue
      const shared = Array.isArray(operations.parameters) ? operations.parameters : []
      const own = operation as PublishedOperation
      const parameters = [...shared, ...(own.parameters ?? [])].map((one) => resolve(document, one))
      return { template, operation: own, parameters, inPath: { ...match.groups } }
    }
    return null
  }
}

function withoutPrefix(path: string, prefix: string | RegExp): string {
  if (typeof prefix !== 'string') return path.replace(prefix, '')
  return path.startsWith(prefix) ? path.slice(prefix.length) : path
}

function patternOf(template: string): RegExp {
  const parts = template.split(/(\{[^}]+\})/).map((part) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return `(?<p${Buffer.from(name).toString('hex')}>[^/]+)`
  })
  return new RegExp(`^${parts.join('')}$`)
}

function checkRequest(
  document: PublishedDocument,
  { operation, parameters, inPath }: Found,
  { query, body, form }: RecordedExchange,
  writing: Writing,
): string[] {
  const text = { ...writing, asText: true }
  const said: string[] = []
  for (const parameter of parameters.filter((one) => one.in === 'path')) {
    const raw = inPath[`p${Buffer.from(parameter.name).toString('hex')}`]
    if (raw === undefined) continue
    const at = `path ${parameter.name}`
    said.push(...differ(document, parameter, decodeURIComponent(raw), { at, writing: text }))
  }
  const asked = parameters.filter((one) => one.in === 'query')
  for (const parameter of asked) {
    const at = `query ${parameter.name}`
    const values = query?.getAll(parameter.name) ?? []
    if (values.length === 0 && parameter.required) said.push(`${at}: missing`)
    for (const one of values) said.push(...differ(document, parameter, one, { at, writing: text }))
  }
  const known = new Set(asked.map((parameter) => parameter.name))
  for (const name of new Set(query?.keys())) {
    if (!known.has(name)) said.push(`query ${name}: unknown`)
  }
  const published = bodyOf(document, { operation, parameters }, form === true)
  if (body === undefined || body === null)
    return published?.required ? [...said, 'body: missing'] : said
  if (!published) return [...said, 'body: unknown']
  const how = { at: 'body', writing: form ? text : writing }
  return [...said, ...schemaDifferences(document, published.schema, body, how)]
}

function checkAnswer(
  document: PublishedDocument,
  { operation }: Found,
  { status, answer }: RecordedExchange,
  writing: Writing,
): string[] {
  if (status === undefined) return []
  const responses = operation.responses ?? {}
  const published = responses[String(status)] ?? responses.default
  if (!published) {
    // A document that tells of no failures at all says nothing about this one.
    const tellsOfFailures = Object.keys(responses).some((one) => Number(one) >= 400)
    return status >= 400 && !tellsOfFailures ? [] : [`status ${status}: unknown`]
  }
  const response = resolve(document, published)
  const schema = response.schema ?? Object.values(response.content ?? {})[0]?.schema
  if (!schema || answer === undefined) return []
  return schemaDifferences(document, schema, answer, { at: 'answer', writing })
}

/** The published schema of the body, of either dialect. */
function bodyOf(
  document: PublishedDocument,
  { operation, parameters }: Pick<Found, 'operation' | 'parameters'>,
  form: boolean,
): { readonly schema: PublishedSchema; readonly required: boolean } | null {
  const inBody = parameters.find((parameter) => parameter.in === 'body')
  if (inBody?.schema) return { schema: inBody.schema, required: inBody.required ?? false }
  const fields = parameters.filter((parameter) => parameter.in === 'formData')
  if (fields.length > 0) {
    const properties = Object.fromEntries(fields.map((one) => [one.name, schemaOf(one)]))
    const required = fields.filter((one) => one.required).map((one) => one.name)
    return { schema: { type: 'object', properties, required }, required: required.length > 0 }
  }
  const { content = {}, required = false } = resolve(document, operation.requestBody ?? {})
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  const schema = (content[type] ?? Object.values(content)[0])?.schema
  return schema ? { schema, required } : null
}

function differ(
  document: PublishedDocument,
  parameter: PublishedParameter,
  value: unknown,
  how: { readonly at: string; readonly writing: Writing },
): string[] {
  return schemaDifferences(document, schemaOf(parameter), value, how)
}

function schemaOf(parameter: PublishedParameter): PublishedSchema {
  if (parameter.schema) return parameter.schema
  const { required: _required, ...schema } = parameter
  return schema
}
