import { secretFields } from '@berth/sdk'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import { gateState } from '../../domain/server-gate.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { toInstantJson } from '../../platform/json.ts'
import { serverQueues } from './queue.ts'
import type { gateJson, serverGroupJson, serverJson } from './schemas.ts'
import type { ServerSubject } from './server-subject.ts'
import type { serverGroups } from './tables.ts'

type ServerJson = z.input<typeof serverJson>

/** Servers as staff see them: secrets are known to be set, never told. */
export async function presentServers(
  ctx: Context,
  db: Db | Tx,
  rows: readonly ServerSubject[],
): Promise<ServerJson[]> {
  const queueOf = await serverQueues(
    db,
    rows.map(({ id }) => id),
  )
  const now = ctx.clock.now()
  return rows.map((row) => {
    const { suspendedAt, checkedAt, createdAt, gate, openDrift, report: _, ...columns } = row
    return {
      ...columns,
      secrets: secretsOf(ctx, row),
      suspendedAt: toInstantJson(suspendedAt),
      checkedAt: toInstantJson(checkedAt),
      createdAt: toInstantJson(createdAt),
      queue: queueOf(row.id),
      gate: toGateJson(row, now),
      lastError: lastErrorOf(gate),
      drift: openDrift,
    }
  })
}

function secretsOf(ctx: Context, row: ServerSubject): ServerJson['secrets'] {
  const module = ctx.modules.get(row.type)
  const fields = module ? secretFields(module.serverSettings) : Object.keys(row.secrets)
  return Object.fromEntries(
    fields.map((field) => [field, { set: Object.hasOwn(row.secrets, field) }]),
  )
}

/** What holds the calls to a server back, and why. */
export function toGateJson(
  {
    suspendedAt,
    suspendReason,
    gate,
  }: Pick<ServerSubject, 'suspendedAt' | 'suspendReason' | 'gate'>,
  now: Instant,
): z.input<typeof gateJson> {
  const { state, until } = gateState(gate, { suspended: suspendedAt !== null, now })
  const { failures } = gate
  const shown = { state, until: toInstantJson(until), failures }
  switch (state) {
    case 'open':
      return { ...shown, cause: null, reason: null }
    case 'suspended':
      return { ...shown, cause: 'staff', reason: suspendReason }
    case 'paused':
      return { ...shown, cause: gate.pauseCause, reason: gate.pauseReason }
    case 'broken':
      return { ...shown, cause: 'failures', reason: gate.lastError }
  }
}

function lastErrorOf({ lastError, lastErrorAt, lastErrorOperationId }: ServerSubject['gate']) {
  if (lastError === null || lastErrorAt === null) return null
  return {
    at: toInstantJson(lastErrorAt),
    message: lastError,
    operationId: lastErrorOperationId,
  }
}

export function toServerGroupJson(
  row: typeof serverGroups.$inferSelect,
): z.input<typeof serverGroupJson> {
  return { ...row, createdAt: toInstantJson(row.createdAt) }
}
