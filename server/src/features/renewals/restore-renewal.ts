import { and, desc, eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { loadRenewable, type RenewableSubject, type Renewal } from './facts.ts'
import { renewalOffer } from './offer.ts'
import { requestRenewal } from './request-renewal.ts'
import { renewals } from './tables.ts'

/**
 * Asks again for the renewal of a locked service that was withdrawn at a moment, on a new document.
 * Nothing, where none was or none may be asked for any more.
 */
export async function restoreRenewal(
  tx: Tx,
  env: Env,
  serviceId: string,
  withdrawnAt: Instant,
): Promise<void> {
  const [former] = await tx
    .select()
    .from(renewals)
    .where(
      and(
        eq(renewals.serviceId, serviceId),
        eq(renewals.state, 'withdrawn'),
        eq(renewals.settledAt, withdrawnAt),
      ),
    )
    .orderBy(desc(renewals.createdAt))
    .limit(1)
  if (former) await askAgain(tx, env, former)
}

/**
 * Asks again for a withdrawn renewal of a locked service, on a new document. Nothing, where another
 * is open or none may be asked for any more.
 */
export async function askAgain(tx: Tx, env: Env, former: Renewal): Promise<void> {
  const { serviceId } = former
  const subject = (await loadRenewable(tx, [serviceId], env.now)).get(serviceId)
  if (!subject || subject.openRenewal) return
  const wish = {
    cycle: former.cycle,
    override: former.overrode !== null,
    ...priceOf(former, subject),
  }
  if (renewalOffer(subject, wish, env).kind === 'refused') return
  await requestRenewal(tx, env, subject, wish)
}

/** A price that staff had typed, where the cycle has none otherwise. */
function priceOf(former: Renewal, { service, prices }: RenewableSubject): { price?: bigint } {
  const isListed = former.cycle === service.cycle || prices[former.cycle] !== undefined
  return isListed ? {} : { price: former.price / BigInt(former.periods) }
}
