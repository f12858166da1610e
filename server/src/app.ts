import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accounts } from './accounts.ts'
import type { Context } from './context.ts'
import { identify, identifyAgain } from './features/auth/identify.ts'
import { guardSafeMode } from './features/installation/guard-requests.ts'
import { features } from './features.ts'
import { healthRoute } from './health.ts'
import { metricsRoute } from './metrics/route.ts'
import { guardAccess, refusalOf } from './platform/access.ts'
import { actionRoutes, menuRoutes } from './platform/action-routes.ts'
import { permits } from './platform/actor.ts'
import type { Http } from './platform/feature.ts'
import { type Access, buildHttp } from './platform/http.ts'
import { idempotency } from './platform/idempotency.ts'
import { streamChanges } from './platform/stream.ts'
import { safeModeRoutes } from './safe-mode/routes.ts'
import { sampleDataRoutes } from './sample-data.ts'
import { sandboxClockRoutes } from './sandbox-clock.ts'
import { type OwnProvider, ownProvider, sandboxProviderRoutes } from './sandbox-provider.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** In sandbox mode only. */
    sandboxProvider?: OwnProvider
  }
}

/** The whole program as one Fastify instance: API, documentation, streams and web app. */
export async function buildApp(ctx: Context): Promise<FastifyInstance> {
  const app = await buildHttp({
    log: ctx.log,
    languageOf: (request) => request.actor?.language ?? null,
    fallbackLanguage: 'en',
    trustProxy: ctx.config.trustProxy,
  })
  guardAccess(app, (request) => identify(ctx, accounts, request))
  guardSafeMode(app, ctx)
  idempotency(app, {
    db: ctx.db,
    clock: ctx.clock,
    ownerOf: (request) => (request.actor ? `${request.actor.kind}:${request.actor.id}` : null),
  })
  const http = app as unknown as Http
  for (const feature of features) {
    feature.routes?.(http, ctx)
    actionRoutes(http, ctx, feature.actions ?? [])
  }
  menuRoutes(
    http,
    ctx,
    features.flatMap((feature) => feature.actions ?? []),
  )
  safeModeRoutes(http, ctx)
  if (ctx.config.sandbox) sandbox(app, ctx)
  streams(http, ctx)
  healthRoute(app, ctx)
  metricsRoute(app, ctx)
  openApi(app)
  await webApp(app, ctx.config.webDist)
  return app
}

/** What only sandbox mode has: the movable clock and an imaginary provider. */
function sandbox(app: FastifyInstance, ctx: Context): void {
  const http = app as unknown as Http
  const provider = ownProvider(ctx)
  app.decorate('sandboxProvider', provider)
  app.addHook('onClose', () => provider.close())
  sandboxClockRoutes(http, ctx)
  sandboxProviderRoutes(http, provider)
  sampleDataRoutes(http, ctx, provider)
}

/** Which permission shows that a kind of subject changed. */
const READ_PERMISSION: Record<string, string> = {
  service: 'services:read',
  operation: 'operations:read',
  batch: 'batches:read',
  document: 'documents:read',
  order: 'orders:read',
  customer: 'customers:read',
  server: 'servers:read',
  import: 'services:create',
  mail: 'mails:read',
}

const STAFF_STREAM: Access = { kind: 'staff', permission: 'dashboard:read' }
const CLIENT_STREAM: Access = { kind: 'customer' }

function streams(http: Http, ctx: Context): void {
  const reader = async (request: FastifyRequest, access: Access) => {
    const actor = await identifyAgain(ctx, accounts, request)
    return refusalOf(actor, access) === null ? actor : null
  }
  http.get(
    '/api/v1/admin/stream',
    { config: { access: STAFF_STREAM }, schema: { hide: true } },
    (request, reply) =>
      streamChanges(reply, ctx.changes, async () => {
        const actor = await reader(request, STAFF_STREAM)
        return (
          actor && (({ subject }) => permits(actor, READ_PERMISSION[subject] ?? 'dashboard:read'))
        )
      }),
  )
  http.get(
    '/api/v1/client/stream',
    { config: { access: CLIENT_STREAM }, schema: { hide: true } },
    (request, reply) =>
      streamChanges(reply, ctx.changes, async () => {
        const actor = await reader(request, CLIENT_STREAM)
        return actor && ((change) => change.customerId === actor.customerId)
      }),
  )
}

function openApi(app: FastifyInstance): void {
  app.get(
    '/api/openapi.json',
    { config: { access: { kind: 'public' } }, schema: { hide: true } },
    () => app.swagger(),
  )
}

/** Scripts and data only from us; styles also inline, which the component set needs. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')
const A_YEAR_S = 31_536_000

/** The built web app; every path that is no file is the app's own routing. */
async function webApp(app: FastifyInstance, dist: string): Promise<void> {
  if (!dist) return
  await app.register(fastifyStatic, {
    root: dist,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders(response, path) {
      // Built files carry a hash of their content in their name.
      const forever = path.includes('/assets/')
      response.header(
        'cache-control',
        forever ? `public, max-age=${A_YEAR_S}, immutable` : 'no-cache',
      )
      response.header('x-content-type-options', 'nosniff')
    },
  })
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound()
    // Of a build newer than this start, or older than the files: never the page in a script's place.
    if (request.url.startsWith('/assets/')) return reply.sendFile(request.url.replace(/\?.*/, ''))
    return reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('referrer-policy', 'same-origin')
      .sendFile('index.html')
  })
}
