import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, lt } from 'drizzle-orm'
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HOUR, type Instant } from '../domain/instant.ts'
import { instant } from './columns.ts'
import type { Db } from './db.ts'
import { Problem } from './problem.ts'

/** A request that came with an Idempotency-Key, and its answer once there is one. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Who sent it; the same key of two senders is two keys. */
    owner: text('owner').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** Null while the first request is still being answered. */
    status: integer('status'),
    body: text('body'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.key] })],
)

const KEPT_MS = 24 * HOUR
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

interface Options {
  db: Db
  clock: { now(): Instant }
  ownerOf(request: FastifyRequest): string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    idempotency?: { owner: string; key: string }
  }
}

/** A second request waits this long for the first one's answer. */
const WAIT_MS = 10_000
const LOOK_MS = 100

/**
 * The same key with the same request gets the first answer again for 24 hours, waiting for it if
 * need be; with another request 409. Only successes are kept: what was refused has changed nothing
 * and may be corrected and sent again. Answers with a secret are not kept either.
 */
export function idempotency(app: FastifyInstance, { db, clock, ownerOf }: Options): void {
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (typeof key !== 'string' || !WRITES.has(request.method)) return
    if (request.routeOptions.config.showsSecret) return
    if (key.length < 1 || key.length > 200) throw new Problem('bad_request')
    const owner = ownerOf(request)
    if (owner === null) return
    const requestHash = hashOf(request)
    const now = clock.now()
    const taken = await db
      .insert(idempotencyKeys)
      .values({ owner, key, requestHash, createdAt: now })
      .onConflictDoUpdate({
        target: [idempotencyKeys.owner, idempotencyKeys.key],
        set: { requestHash, status: null, body: null, createdAt: now },
        setWhere: lt(idempotencyKeys.createdAt, now - KEPT_MS),
      })
      .returning({ key: idempotencyKeys.key })
    if (taken.length > 0) {
      request.idempotency = { owner, key }
      return
    }
    const first = await firstAnswer(db, { owner, key, requestHash })
    reply.header('idempotent-replayed', 'true').header('content-type', 'application/json')
    return reply.code(first.status).send(first.body)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.idempotency) return payload
    const { owner, key } = request.idempotency
    const keep = reply.statusCode < 400 && (typeof payload === 'string' || payload == null)
    if (keep) {
      const body = (payload as string | null) ?? ''
      await db
        .update(idempotencyKeys)
        .set({ status: reply.statusCode, body })
        .where(rowOf(owner, key))
    } else {
      await db.delete(idempotencyKeys).where(rowOf(owner, key))
    }
    return payload
  })
}

/** Throws 409 for another request's key, and for a first request that is not answered in time. */
async function firstAnswer(
  db: Db,
  { owner, key, requestHash }: { owner: string; key: string; requestHash: string },
): Promise<{ status: number; body: string }> {
  for (let waitedMs = 0; waitedMs <= WAIT_MS; waitedMs += LOOK_MS) {
    const [first] = await db.select().from(idempotencyKeys).where(rowOf(owner, key))
    // The first was refused meanwhile: this one may be sent again.
    if (!first) break
    if (first.requestHash !== requestHash) throw new Problem('idempotency_conflict')
    if (first.status !== null) return { status: first.status, body: first.body ?? '' }
    await sleep(LOOK_MS)
  }
  throw new Problem('idempotency_in_progress')
}

function rowOf(owner: string, key: string) {
  return and(eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.key, key))
}

function hashOf(request: FastifyRequest): string {
  const body = JSON.stringify(request.body ?? null)
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${body}`)
    .digest('base64url')
}
