import { BlockList, isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Context } from '../context.ts'
import { permits } from '../platform/actor.ts'
import { Problem } from '../platform/problem.ts'
import { GAUGES, type GaugeDefinition } from './gauges.ts'

/**
 * `GET /metrics` in the text format of Prometheus: the process, and what waits. For staff and API
 * keys with `metrics:read`, and for whoever asks from this machine itself, logged in or not.
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
  // A login takes nothing away that nobody at all is given.
  if (isFromThisMachine(request)) return
  const { actor } = request
  if (!actor) throw new Problem('not_logged_in')
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
function openRegistry(ctx: Context): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const definition of GAUGES) register(registry, ctx, definition)
  return registry
}

function register(registry: Registry, ctx: Context, definition: GaugeDefinition): void {
  const { name, help, label, always = [], read } = definition
  new Gauge({
    ...{ name, help, registers: [registry] },
    labelNames: label === undefined ? [] : [label],
    async collect() {
      this.reset()
      if (label !== undefined) for (const of of always) this.set({ [label]: of }, 0)
      for (const { of = '', value } of await read(ctx)) {
        if (label === undefined) this.set(value)
        else this.set({ [label]: of }, value)
      }
    },
  })
}
