import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { hashToken } from '../../../platform/secrets.ts'
import { history } from '../../history/tables.ts'
import { operations } from '../../operations/tables.ts'
import { services } from '../../services/tables.ts'

/** Fields that make a payload about a service the only one of its kind: its step, its moment. */
const NAMED_ONCE = ['step', 'at']

/**
 * What tells this happening from every other, so that a job that runs again tells it once. The
 * payload names what can happen only once; what a service or an operation may go through again is
 * told apart by what is on record of it.
 */
export async function happeningKey(tx: Tx, payload: EventPayload): Promise<string> {
  const { event, serviceId, operationId } = payload
  const namesItself = NAMED_ONCE.some((field) => field in payload)
  const parts = [JSON.stringify(payload)]
  if (typeof operationId === 'string') parts.push(await operationRound(tx, operationId))
  else if (typeof serviceId === 'string' && !namesItself) {
    parts.push(await serviceRound(tx, serviceId, String(event)))
  }
  return hashToken(parts.join(' '))
}

async function serviceRound(tx: Tx, id: string, kind: string): Promise<string> {
  const [entry] = await tx
    .select({ id: history.id })
    .from(history)
    .where(and(eq(history.subject, 'service'), eq(history.subjectId, id), eq(history.kind, kind)))
    .orderBy(desc(history.id))
    .limit(1)
  if (entry) return `entry ${entry.id}`
  const [row] = await tx
    .select({ version: services.version })
    .from(services)
    .where(eq(services.id, id))
  return `version ${row?.version}`
}

async function operationRound(tx: Tx, id: string): Promise<string> {
  const [row] = await tx
    .select({ attempts: operations.attempts, failures: operations.failures })
    .from(operations)
    .where(eq(operations.id, id))
  return `round ${row?.attempts}.${row?.failures}`
}
