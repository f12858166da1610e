import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchema,
  LogController,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { describeRoute, problemSchema } from './describe-route.ts'
import { type FieldError, notFound, Problem, problemDocument } from './problem.ts'
import { assertStorable } from './storable-text.ts'
import { acceptedLanguage, type Language } from './text.ts'
import { zodText } from './zod-text.ts'

/** Who may call a route. A route that does not say is a bug and stops the start. */
export type Access =
  /** Everybody, logged in or not. */
  | { kind: 'public' }
  /** Staff and API keys that hold the permission. */
  | { kind: 'staff'; permission: string }
  /** Any staff member, for what is their own. */
  | { kind: 'staff-self' }
  /** Whoever is logged in with a browser, staff or user, for what is their own. */
  | { kind: 'session' }
  /** Users; what they see is limited to their own customer. */
  | { kind: 'customer' }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** The answer holds a secret that is shown once: it is not kept for an Idempotency-Key. */
    showsSecret?: true
  }
}

/** A route as it was registered. */
export interface KnownRoute {
  method: string
  url: string
  access: Access
  schema?: FastifySchema
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that says who may call it. */
    routeTable: readonly KnownRoute[]
  }
}

export interface HttpOptions {
  log: Logger
  languageOf(request: FastifyRequest): Language | null
  fallbackLanguage: Language
  /** Behind how many proxies the addresses of requests are to be believed. */
  trustProxy: number
}

const BODY_LIMIT = 1_000_000

/** A Fastify instance with the house's validation, errors and documentation. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const languageFor = (request: FastifyRequest) =>
    options.languageOf(request) ??
    acceptedLanguage(request.headers['accept-language'], options.fallbackLanguage)

  const answer = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const problem = toProblem(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
    return reply
      .code(problem.status)
      .headers(problem.headers)
      .type('application/problem+json')
      .serializer(JSON.stringify)
      .send(problemDocument(problem, languageFor(request), request.id))
  }
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // A line per request is for looking at a problem; failures are logged in any case.
    logController: new LogController({
      disableRequestLogging: !options.log.isLevelEnabled('debug'),
    }),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy > 0 ? (_address, hop) => hop < options.trustProxy : false,
    routerOptions: { ignoreTrailingSlash: true },
    return503OnClosing: true,
    // An address that the router itself refuses.
    frameworkErrors: answer,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler<FastifyError>(answer)
  const routeTable: KnownRoute[] = []
  app.addHook('onRoute', (route) => {
    if (route.method === 'HEAD' || route.url.startsWith('/api/docs')) return
    if (route.url.startsWith('/api/') && !route.config?.access) {
      throw new Error(`route without access: ${route.method} ${route.url}`)
    }
    const { access } = route.config ?? {}
    if (access)
      routeTable.push({
        method: String(route.method),
        url: route.url,
        access,
        schema: route.schema,
      })
  })
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config
    reply.header('x-content-type-options', 'nosniff')
    // What only some may read is kept by no browser and no proxy, files included.
    if (access && access.kind !== 'public') reply.header('cache-control', 'private, no-store')
  })
  app.addHook('preValidation', async (request) => assertStorable(request))
  app.decorate('routeTable', routeTable)
  app.setNotFoundHandler(() => {
    throw notFound()
  })
  await app.register(cookie)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Berth', version: '1' },
      components: {
        schemas: { Problem: problemSchema },
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'berth_session' },
          apiKey: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: describeRoute,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs' })
  return app
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new Problem('invalid', { errors: error.validation.flatMap(fieldErrorsOf(error)) })
  }
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return notFound()
  if (error.statusCode === 413) return new Problem('too_large')
  if (error.statusCode === 429) return new Problem('too_many_requests')
  if (error.statusCode && error.statusCode < 500)
    return new Problem('bad_request', { cause: error })
  return new Problem('internal', { cause: error })
}

interface Issue {
  instancePath: string
  keyword: string
  message?: string
  params?: { keys?: string[]; expected?: unknown }
}

/** Body fields are `/name`; query and path fields say where they stand. */
function fieldErrorsOf(error: { validationContext?: string }) {
  const place = { querystring: '/query', params: '/path' }[error.validationContext ?? '']
  return (issue: Issue): FieldError[] => {
    const path = issue.instancePath === '/' ? '' : issue.instancePath
    const detail = { zodIssue: { code: issue.keyword, ...issue.params }, fallback: issue.message }
    const names = issue.params?.keys ?? null
    const pointers = names ? names.map((name) => `${path}/${name}`) : [path]
    return pointers.map((pointer) => ({
      pointer: `${place ?? ''}${pointer}`,
      code: issue.keyword,
      detail: zodText(detail.zodIssue, detail.fallback ?? issue.keyword, path.split('/').at(-1)),
    }))
  }
}
