import { eq, sql } from 'drizzle-orm'
import type { Context, Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { creditOf } from '../../credits/add-credit.ts'
import { payWithCredit } from '../../credits/pay-with-credit.ts'
import { customers } from '../../customers/tables.ts'
import { nameOf } from '../../documents/document-name.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { lockDocument } from '../../documents/lock-document.ts'
import { markCharging } from '../../documents/mark-charging.ts'
import type { Document } from '../../documents/settlement.ts'
import type { Service } from '../../services/subject.ts'
import { services } from '../../services/tables.ts'
import { methodFor, openMethods } from '../methods/queries.ts'
import { charges } from '../tables.ts'
import {
  type Charge,
  changeCharge,
  chargeEnv,
  findCharge,
  lockCharge,
  wakeServicesOn,
} from './charge-row.ts'
import { failAttempt } from './fail-attempt.ts'

/** How long a process may take for one attempt before another one takes it over. */
export const LEASE_MS = 120_000

/** What the gateway is to be asked of an attempt. */
export interface Prepared {
  charge: Charge
  /** `charge`: never asked before. `find`: its answer was lost. `poll`: it is decided later. */
  ask: 'charge' | 'find' | 'poll'
  /** False: paid by other means meanwhile; what was never heard of is not to be made. */
  stillDue: boolean
  description: string
}

/**
 * Makes an attempt ready in one transaction, or finds that nothing is left to ask: paid meanwhile,
 * switched off, paid by the customer's credit alone. From here on its row says that it may have been
 * made.
 */
export async function prepareCharge(ctx: Context, id: string): Promise<Prepared | null> {
  return inTransaction(ctx, async (tx) => {
    const known = await findCharge(tx, id)
    const document = known && (await lockDocument(tx, known.documentId))
    if (!document) return null
    const charge = await lockCharge(tx, id)
    const env = chargeEnv(ctx, charge)
    const description = nameOf(document)
    switch (charge.state) {
      case 'queued': {
        const ready = await prepareQueued(tx, env, { charge, document })
        return ready && { charge: ready, ask: 'charge', stillDue: true, description }
      }
      case 'running':
      case 'unknown':
      case 'pending': {
        const stillDue = amountDue(document) >= (charge.amount ?? 0n)
        const ask = charge.state === 'pending' ? 'poll' : 'find'
        return { charge: await take(tx, charge, {}), ask, stillDue, description }
      }
      default:
        return null
    }
  })
}

const take = (tx: Tx, { id, tries }: Charge, set: Partial<Charge>) =>
  tx
    .update(charges)
    .set({
      ...set,
      tries: tries + 1,
      leaseUntil: sql`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`,
    })
    .where(eq(charges.id, id))
    .returning()
    .then(([row]) => {
      if (!row) throw new Error(`no charge ${id}`)
      return row
    })

interface Queued {
  charge: Charge
  document: Document
}

async function prepareQueued(tx: Tx, env: Env, queued: Queued): Promise<Charge | null> {
  const { charge, document } = queued
  const [service] = await tx.select().from(services).where(eq(services.id, charge.serviceId))
  const due = amountDue(document)
  if (!service?.autoPay || due === 0n || hasOtherAmount(charge, due)) {
    await abandon(tx, env, charge)
    return null
  }
  const creditUsed = await spendCredit(tx, env, { charge, service, due })
  const rest = due - creditUsed
  if (rest === 0n) {
    await changeCharge(tx, charge.id, {
      ...{ state: 'succeeded', amount: 0n, creditUsed, code: 'credit' },
      ...{ dueAt: null, leaseUntil: null, settledAt: env.now },
    })
    return null
  }
  const methods = (await openMethods(tx, [service.customerId])).get(service.customerId) ?? []
  const method = methodFor(service, methods)
  const total = charge.creditUsed + creditUsed
  if (!method) {
    const noted = await changeCharge(tx, charge.id, { amount: rest, creditUsed: total })
    const message = 'The credit is not enough and no payment method is stored'
    const code = 'no_method'
    await failAttempt(tx, env, { charge: noted, state: 'refused', code, message, final: false })
    return null
  }
  await markCharging(tx, document.id, env.now)
  const asked = { state: 'running', methodId: method.id, amount: rest, creditUsed: total } as const
  return take(tx, charge, asked)
}

/** A key that was sent with one amount is never sent with another: the next attempt asks for it. */
const hasOtherAmount = ({ tries, amount }: Charge, due: bigint) => tries > 0 && amount !== due

/** Gives an attempt up that was not made: nothing is left to charge, or nobody wants it any more. */
export async function abandon(tx: Tx, env: Env, charge: Charge): Promise<void> {
  await changeCharge(tx, charge.id, {
    ...{ state: 'abandoned', dueAt: null, leaseUntil: null, settledAt: env.now },
  })
  await markCharging(tx, charge.documentId, null)
  await wakeServicesOn(tx, env, charge.documentId)
}

async function spendCredit(
  tx: Tx,
  env: Env,
  { charge, service, due }: { charge: Charge; service: Service; due: bigint },
): Promise<bigint> {
  if (charge.tries > 0 || !(await mayUseCredit(tx, service))) return 0n
  const credit = await creditOf(tx, service.customerId, service.currency)
  const amount = credit < due ? credit : due
  if (amount <= 0n) return 0n
  await payWithCredit(tx, env, { documentId: charge.documentId, amount })
  return amount
}

async function mayUseCredit(tx: Tx, { autoPayCredit, customerId }: Service): Promise<boolean> {
  if (autoPayCredit) return true
  const [customer] = await tx
    .select({ allowed: customers.creditPaysRenewals })
    .from(customers)
    .where(eq(customers.id, customerId))
  return customer?.allowed ?? false
}
