import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import { AUTOMATION } from '../../../platform/actor.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { documentLines } from '../../documents/tables.ts'
import type { Service } from '../../services/subject.ts'
import { services } from '../../services/tables.ts'
import { wakeServices } from '../../services/wake.ts'
import { type ChargeState, charges } from '../tables.ts'

export type Charge = typeof charges.$inferSelect

/** The states in which an outcome is still to come. */
export const IN_FLIGHT: readonly ChargeState[] = ['queued', 'running', 'unknown', 'pending']

export const isInFlight = ({ state }: Pick<Charge, 'state'>) => IN_FLIGHT.includes(state)

/** On whose behalf and why an attempt is made and recorded. */
export function chargeEnv(ctx: Context, { id, attempt }: Charge): Env {
  const cause = { kind: 'policy' as const, step: 'charge', chargeId: id, attempt }
  return { ctx, actor: AUTOMATION, now: ctx.clock.now(), cause }
}

export async function findCharge(db: Db | Tx, id: string): Promise<Charge | null> {
  const [row] = await db.select().from(charges).where(eq(charges.id, id))
  return row ?? null
}

/** The attempt, locked; services and document are locked before it. */
export async function lockCharge(tx: Tx, id: string): Promise<Charge> {
  const [row] = await tx.select().from(charges).where(eq(charges.id, id)).for('update')
  if (!row) throw new Error(`no charge ${id}`)
  return row
}

/** Changes an attempt; the pages of its service show it at once. */
export async function changeCharge(
  tx: Tx,
  id: string,
  set: Partial<Omit<Charge, 'id'>>,
): Promise<Charge> {
  const [row] = await tx.update(charges).set(set).where(eq(charges.id, id)).returning()
  if (!row) throw new Error(`no charge ${id}`)
  const { serviceId, customerId } = row
  await tellChanged(tx, [{ subject: 'service', id: serviceId, customerId }])
  return row
}

/** The services that a document is for. */
export async function servicesOn(tx: Tx, documentId: string): Promise<Service[]> {
  const ids = tx
    .select({ id: documentLines.serviceId })
    .from(documentLines)
    .where(and(eq(documentLines.documentId, documentId), isNotNull(documentLines.serviceId)))
  return tx.select().from(services).where(inArray(services.id, ids)).orderBy(services.id)
}

/** What the automation decides of these services has changed. */
export async function wakeServicesOn(tx: Tx, env: Env, documentId: string): Promise<void> {
  const ids = (await servicesOn(tx, documentId)).map(({ id }) => id)
  await wakeServices(tx, ids, env.now)
}
