import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { toIso } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { decodeInstantCursor, toPage } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import type { DeliveryFilters, deliveryJson, deliveryRowJson, endpointJson } from './schemas.ts'
import { webhookAttempts, webhookDeliveries, webhookEndpoints, webhookEvents } from './tables.ts'

type Endpoint = typeof webhookEndpoints.$inferSelect
type Delivery = typeof webhookDeliveries.$inferSelect

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000

export function toEndpointJson(row: Endpoint): z.infer<typeof endpointJson> {
  const { id, name, origin: address, format, events, enabled, disabledBecause, version } = row
  return {
    ...{ id, name, address, format, events, enabled, disabledBecause, version },
    previousSecretUntil: toInstantJson(row.previousUntil),
    failingSince: toInstantJson(row.failingSince),
    lastDeliveredAt: toInstantJson(row.lastDeliveredAt),
    createdAt: toInstantJson(row.createdAt),
    updatedAt: toInstantJson(row.updatedAt),
  }
}

export async function listEndpoints(db: Db | Tx) {
  const rows = await db.select().from(webhookEndpoints).orderBy(asc(webhookEndpoints.name))
  return rows.map(toEndpointJson)
}

export async function findEndpoint(db: Db | Tx, id: string): Promise<Endpoint> {
  const [row] = await db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id))
  if (!row) throw notFound()
  return row
}

/** What was sent and is to be sent, the newest first. */
export async function listDeliveries(db: Db, filters: DeliveryFilters) {
  const { endpointId, state, type, cursor, limit } = filters
  const wanted = and(
    endpointId ? eq(webhookDeliveries.endpointId, endpointId) : undefined,
    state ? eq(webhookDeliveries.state, state) : undefined,
    type ? eq(webhookDeliveries.type, type) : undefined,
  )
  const rows = await db
    .select({ delivery: webhookDeliveries, name: webhookEndpoints.name })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(and(wanted, cursor ? after(cursor) : undefined))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit + 1)
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(webhookDeliveries)
    .where(wanted)
    .limit(COUNT_CAP + 1)
    .as('counted')
  const [total] = await db.select({ n: sql<string>`count(*)` }).from(counted)
  const n = Number(total?.n ?? 0)
  const page = toPage(rows, limit, ({ delivery: d }) => [toIso(d.createdAt), d.id])
  return {
    items: page.items.map(({ delivery, name }) => toDeliveryRow(delivery, name)),
    nextCursor: page.nextCursor,
    total: { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP },
  }
}

function after(cursor: string): SQL {
  const { at, id } = decodeInstantCursor(cursor)
  return sql`(${webhookDeliveries.createdAt}, ${webhookDeliveries.id})
    < (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

function toDeliveryRow(row: Delivery, name: string): z.infer<typeof deliveryRowJson> {
  const { id, eventId, type, state, attempts, lastStatus, lastError } = row
  return {
    ...{ id, eventId, type, state, attempts, lastStatus, lastError },
    endpoint: { id: row.endpointId, name },
    dueAt: toInstantJson(row.dueAt),
    createdAt: toInstantJson(row.createdAt),
    deliveredAt: toInstantJson(row.deliveredAt),
  }
}

/** One delivery with its body and every attempt. */
export async function findDelivery(db: Db | Tx, id: string): Promise<z.infer<typeof deliveryJson>> {
  const [row] = await db
    .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints, event: webhookEvents })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(eq(webhookDeliveries.id, id))
  if (!row) throw notFound()
  const attempts = await db
    .select()
    .from(webhookAttempts)
    .where(eq(webhookAttempts.deliveryId, id))
    .orderBy(desc(webhookAttempts.attempt))
  const { delivery, endpoint, event } = row
  return {
    ...toDeliveryRow(delivery, endpoint.name),
    payload: { type: event.type, timestamp: toIso(event.at), data: event.data },
    attemptLog: attempts.map(({ attempt, at, status, durationMs, request, answer, error }) => ({
      ...{ attempt, status, durationMs, request, answer, error },
      at: toInstantJson(at),
    })),
    canReplay: delivery.state !== 'queued' && endpoint.enabled,
  }
}
