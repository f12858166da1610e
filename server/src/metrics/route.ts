import { BlockList, isIP } from 'node:net'
import { count, lte } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Context } from './context.ts'
import { SECOND } from './domain/instant.ts'
import { OPERATION_STATES } from './domain/operation-lifecycle.ts'
import { lastSweepAt } from './features/automation/gaps.ts'
import { DRIFT_STATES, drift } from './features/drift/tables.ts'
import { MAIL_STATES, mails } from './features/mail/tables.ts'
import { operations } from './features/operations/tables.ts'
import { countGates } from './features/servers/gate.ts'
import { serviceSchedule } from './features/services/tables.ts'
import { permits } from './platform/actor.ts'
import { Problem } from './platform/problem.ts'

/**
 * `GET /metrics` in the text format of Prometheus: the process, and what waits. For staff and API
 * keys with `metrics:read`, and without a login for whoever asks from this machine itself.
 */
export function metricsRoute(app: FastifyInstance, ctx: Context): void {
  let registry: Registry | undefined
  app.get(
    '/metrics',
    { config: { access: { kind: 'public' } }, schema: { hide: true } },
    async (request, reply) => {
      assertMayRead(request)
      registry ??= openRegistry(ctx)
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
}

function assertMayRead(request: FastifyRequest): void {
  const { actor } = request
  if (!actor) {
    if (isFromThisMachine(request)) return
    throw new Problem('not_logged_in')
  }
  if (actor.kind === 'user' || !permits(actor, 'metrics:read')) throw new Problem('not_allowed')
  if (actor.restriction) throw new Problem(actor.restriction)
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** A reverse proxy on this machine speaks for others: it tells by its headers. */
function isFromThisMachine({ raw, headers }: FastifyRequest): boolean {
  const address = raw.socket.remoteAddress ?? ''
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  )
  return !isForwarded && loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Made at the first request: watching the process costs a little. */
function openRegistry({ db, clock }: Context): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({
    name: 'berth_due_services',
    help: 'Services whose next step of the automation is due.',
    registers,
    async collect() {
      this.set(await db.$count(serviceSchedule, lte(serviceSchedule.nextAt, clock.now())))
    },
  })
  new Gauge({
    name: 'berth_operations',
    help: 'Operations by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const state of OPERATION_STATES) this.set({ state }, 0)
      const { state } = operations
      const rows = await db.select({ state, n: count() }).from(operations).groupBy(state)
      for (const row of rows) this.set({ state: row.state }, row.n)
    },
  })
  new Gauge({
    name: 'berth_server_gates',
    help: 'Servers by what holds their calls back.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await countGates(db, clock.now())
      for (const [state, n] of Object.entries(counts)) this.set({ state }, n)
    },
  })
  new Gauge({
    name: 'berth_mails',
    help: 'Mails by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const state of MAIL_STATES) this.set({ state }, 0)
      const rows = await db
        .select({ state: mails.state, n: count() })
        .from(mails)
        .groupBy(mails.state)
      for (const row of rows) this.set({ state: row.state }, row.n)
    },
  })
  new Gauge({
    name: 'berth_drift',
    help: 'Differences between the books and the servers, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const state of DRIFT_STATES) this.set({ state }, 0)
      const { state } = drift
      const rows = await db.select({ state, n: count() }).from(drift).groupBy(state)
      for (const row of rows) this.set({ state: row.state }, row.n)
    },
  })
  new Gauge({
    name: 'berth_last_sweep_timestamp',
    help: 'When the automation last looked for due services, in seconds since 1970; 0 before the first time.',
    registers,
    async collect() {
      this.set(((await lastSweepAt(db)) ?? 0) / SECOND)
    },
  })
  return registry
}
