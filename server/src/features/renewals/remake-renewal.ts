import { and, eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { loadRenewable } from './facts.ts'
import { renewalOffer } from './offer.ts'
import { requestRenewal } from './request-renewal.ts'
import { renewals } from './tables.ts'
import { withdrawRenewals } from './withdraw-renewals.ts'

/** Whether a renewal of the service is open. */
export async function hasOpenRenewal(db: Db | Tx, serviceId: string): Promise<boolean> {
  const [open] = await db
    .select({ id: renewals.id })
    .from(renewals)
    .where(and(eq(renewals.serviceId, serviceId), eq(renewals.state, 'open')))
  return open !== undefined
}

/**
 * Withdraws the open renewal of a locked service and asks for it anew at the service's own cycle
 * and price; where nothing can be renewed any more it is only withdrawn. For staff no limit counts:
 * it takes the place of one that was within them, or that they went over already.
 */
export async function remakeRenewal(tx: Tx, env: Env, serviceId: string): Promise<void> {
  await withdrawRenewals(tx, env, [serviceId])
  const subject = (await loadRenewable(tx, [serviceId], env.now)).get(serviceId)
  if (!subject) throw new Error(`no service ${serviceId}`)
  const wish = { override: env.actor.kind !== 'user' }
  if (renewalOffer(subject, wish, env).kind === 'refused') return
  await requestRenewal(tx, env, subject, wish)
}
