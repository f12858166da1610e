import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { assertNotSafe } from './safe-mode.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * What may be written in safe mode: logging in and one's own profile, settings, views, the answer to
 * the question itself, the notices of gateways (kept, not processed), and the sandbox's imaginary
 * partners.
 */
const ALLOWED = [
  '/api/v1/auth/log',
  '/api/v1/auth/session',
  '/api/v1/auth/profile',
  '/api/v1/auth/totp',
  '/api/v1/admin/settings/',
  '/api/v1/admin/profile',
  '/api/v1/admin/installation/',
  '/api/v1/admin/views',
  '/api/v1/hooks/',
  '/api/v1/sandbox/provider',
  '/api/v1/sandbox/gateway',
  '/sandbox/',
]

/** Refuses requests that would change anything else while the installation is in safe mode. */
export function guardSafeMode(app: FastifyInstance, ctx: Context): void {
  app.addHook('preValidation', async (request) => {
    if (!ctx.safeMode.current || READS.has(request.method)) return
    const path = request.routeOptions.url ?? ''
    if (!ALLOWED.some((prefix) => path.startsWith(prefix))) assertNotSafe(ctx)
  })
}
