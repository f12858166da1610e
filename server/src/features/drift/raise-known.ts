import { eq } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { SYSTEM } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import type { EventPayload } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { Problem } from '../../platform/problem.ts'
import type { JobHandlers } from '../../platform/run-jobs.ts'
import { inTransaction } from '../../platform/transaction.ts'
import type { Operation } from '../operations/settlement.ts'
import { operations } from '../operations/tables.ts'
import { services } from '../services/tables.ts'
import { countOpenDrift } from './count-open.ts'
import { requestRun } from './reconcile/schedule.ts'
import { type DriftKind, drift, type ExpectedFacts } from './tables.ts'
import { tellDrift } from './tell.ts'

/** What is known without a listing; the next one confirms or settles it. */
interface Known {
  kind: DriftKind
  serverId: string
  serviceId: string
  remoteIds: readonly string[]
  expected: ExpectedFacts
}

const UNSEEN = { name: null, owner: null, plan: null, state: null, createdAt: null, data: {} }

async function raiseKnown(tx: Tx, env: Env, known: Known): Promise<void> {
  const { kind, serverId, serviceId, remoteIds, expected } = known
  if (remoteIds.length === 0) return
  const raised = await tx
    .insert(drift)
    .values(
      remoteIds.map((remoteId) => ({
        ...{ id: newId(), kind, serverId, serviceId, remoteId, expected },
        ...{ state: 'open' as const, observed: UNSEEN, resourceKey: serviceId },
        ...{ firstSeenAt: env.now, lastSeenAt: env.now },
      })),
    )
    .onConflictDoNothing()
    .returning({ id: drift.id })
  await countOpenDrift(tx, serverId)
  await tellDrift(
    tx,
    raised.map(({ id }) => id),
  )
}

/** A service that was ended by force, and a server that did not remove its resource. */
export async function raiseLeftBehind(
  tx: Tx,
  env: Env,
  { serviceId, serverId }: Operation,
): Promise<void> {
  const [service] = await tx.select().from(services).where(eq(services.id, serviceId))
  if (!service || serverId === null || service.endedAt === null || service.removedAt !== null)
    return
  await raiseKnown(tx, env, {
    ...{ kind: 'alive_though_ended', serverId, serviceId },
    remoteIds: service.resource ? [service.resource.remoteId] : [],
    expected: { status: service.status },
  })
}

/**
 * What other parts of the program find out about resources. All of it sets, so all of it may run
 * again.
 */
export function driftJobs(ctx: Context): JobHandlers {
  return { 'drift.raise': (payload) => raiseFrom(ctx, payload) }
}

async function raiseFrom(ctx: Context, payload: EventPayload): Promise<void> {
  const env: Env = { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' } }
  await inTransaction(ctx, async (tx) => {
    switch (payload.event) {
      case 'service.resource_left':
        return resourceLeft(tx, env, payload)
      case 'operation.duplicate_found':
        return duplicateFound(tx, env, payload)
      case 'operation.waits_for_staff':
        return payload.errorCode === 'duplicate' ? lookAtOnce(tx, env, payload) : undefined
    }
  })
}

/** { serviceId, serverId, remoteId }: the books moved on, the old resource stayed. */
async function resourceLeft(tx: Tx, env: Env, payload: EventPayload): Promise<void> {
  const { serviceId, serverId, remoteId } = payload
  if (typeof serverId !== 'string' || typeof serviceId !== 'string') return
  const [service] = await tx.select().from(services).where(eq(services.id, serviceId))
  const known = service?.serverId === serverId ? service.resource?.remoteId : undefined
  await raiseKnown(tx, env, {
    ...{ kind: 'duplicate_resource', serverId, serviceId, remoteIds: [String(remoteId)] },
    expected: known === undefined ? {} : { remoteId: known },
  })
}

/** { operationId, serviceId, remoteIds }: all but the one of the books are too many. */
async function duplicateFound(tx: Tx, env: Env, payload: EventPayload): Promise<void> {
  const operation = await operationOf(tx, payload)
  if (!operation?.serverId || !Array.isArray(payload.remoteIds)) return
  const { serviceId, serverId } = operation
  const [service] = await tx.select().from(services).where(eq(services.id, serviceId))
  const kept = service?.resource?.remoteId
  if (kept === undefined) return lookAtOnce(tx, env, payload)
  await raiseKnown(tx, env, {
    ...{ kind: 'duplicate_resource', serverId, serviceId },
    remoteIds: payload.remoteIds.map(String).filter((remoteId) => remoteId !== kept),
    expected: { remoteId: kept },
  })
}

/** The server is listed, and the inbox filled with what stands there. */
async function lookAtOnce(tx: Tx, env: Env, payload: EventPayload): Promise<void> {
  const operation = await operationOf(tx, payload)
  if (!operation?.serverId) return
  try {
    await requestRun(tx, env, { serverId: operation.serverId, confirmed: false })
  } catch (error) {
    // A run that is under way may have passed the place already: the next one finds it.
    if (!(error instanceof Problem)) throw error
  }
}

async function operationOf(tx: Tx, { operationId }: EventPayload) {
  const [row] = await tx
    .select()
    .from(operations)
    .where(eq(operations.id, String(operationId)))
  return row
}
