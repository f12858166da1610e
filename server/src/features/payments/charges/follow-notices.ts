import { and, eq } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { isUuid } from '../../../platform/ids.ts'
import { lockDocument } from '../../documents/lock-document.ts'
import { charges, paymentMethods } from '../tables.ts'
import { type Charge, isInFlight, lockCharge } from './charge-row.ts'
import { failAttempt } from './fail-attempt.ts'
import { chargeSucceeded } from './settle-charge.ts'

/** The attempt of a gateway that a notice answers; null when it answers none. */
export async function chargeByKey(tx: Tx, gateway: string, key: string): Promise<Charge | null> {
  if (!isUuid(key)) return null
  const [row] = await tx
    .select({ charge: charges })
    .from(charges)
    .innerJoin(paymentMethods, eq(paymentMethods.id, charges.methodId))
    .where(and(eq(charges.id, key), eq(paymentMethods.gateway, gateway)))
  return row?.charge ?? null
}

/** A notice says that an attempt was paid. What it names is recorded, not what was asked for. */
export async function chargePaidByNotice(
  tx: Tx,
  env: Env,
  { id, documentId }: Charge,
  paid: { gateway: string; reference: string; amount: bigint; currency: string },
): Promise<string> {
  await lockDocument(tx, documentId)
  const charge = await lockCharge(tx, id)
  const { amount, currency, gateway, reference } = paid
  const told = { ...charge, amount, currency }
  const outcome = await chargeSucceeded(tx, env, { charge: told, gateway, reference })
  return outcome.kind
}

/** A notice says that an attempt came to nothing. */
export async function chargeRefusedByNotice(
  tx: Tx,
  env: Env,
  { id, documentId }: Charge,
  { message, final }: { message: string; final: boolean },
): Promise<string> {
  await lockDocument(tx, documentId)
  const charge = await lockCharge(tx, id)
  if (!isInFlight(charge)) return 'charge_over'
  await failAttempt(tx, env, { charge, state: 'refused', code: 'refused', message, final })
  return 'charge_refused'
}
