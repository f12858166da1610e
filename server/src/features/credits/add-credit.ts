import { and, eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { refuse } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { record } from '../history/record.ts'
import { type CreditReason, creditBalances, creditEntries } from './tables.ts'

export interface CreditMovement {
  customerId: string
  currency: string
  /** More than nothing: what comes in (`addCredit`) or goes out (`takeCredit`). */
  amount: bigint
  reason: CreditReason
  note?: string
  documentId?: string | null
  paymentId?: string | null
}

/** What a customer has with us in a currency. */
export async function creditOf(db: Db | Tx, customerId: string, currency: string): Promise<bigint> {
  const [row] = await db
    .select({ balance: creditBalances.balance })
    .from(creditBalances)
    .where(and(eq(creditBalances.customerId, customerId), eq(creditBalances.currency, currency)))
  return row?.balance ?? 0n
}

/** Money comes in. Answers the entry's id. Throws RangeError for an amount that is not positive. */
export async function addCredit(tx: Tx, env: Env, movement: CreditMovement): Promise<string> {
  assertPositive(movement)
  const { customerId, currency, amount } = movement
  const [row] = await tx
    .insert(creditBalances)
    .values({ customerId, currency, balance: amount })
    .onConflictDoUpdate({
      target: [creditBalances.customerId, creditBalances.currency],
      set: { balance: sql`${creditBalances.balance} + ${amount.toString()}::bigint` },
    })
    .returning({ balance: creditBalances.balance })
  if (!row) throw new Error('credit not added')
  return writeEntry(tx, env, { ...movement, balanceAfter: row.balance })
}

/**
 * Money goes out, if there is enough of it: two debits at the same time never take the balance
 * below zero. Throws the problem `credit_too_low`, and RangeError for an amount not positive.
 */
export async function takeCredit(tx: Tx, env: Env, movement: CreditMovement): Promise<string> {
  assertPositive(movement)
  const { customerId, currency, amount } = movement
  const [row] = await tx
    .update(creditBalances)
    .set({ balance: sql`${creditBalances.balance} - ${amount.toString()}::bigint` })
    .where(
      sql`${creditBalances.customerId} = ${customerId} and ${creditBalances.currency} = ${currency}
        and ${creditBalances.balance} >= ${amount.toString()}::bigint`,
    )
    .returning({ balance: creditBalances.balance })
  if (!row) throw refuse('credit_too_low')
  return writeEntry(tx, env, { ...movement, amount: -amount, balanceAfter: row.balance })
}

/** Money goes out as far as there is any; answers how much it was. */
export async function takeCreditLeft(tx: Tx, env: Env, movement: CreditMovement): Promise<bigint> {
  const { customerId, currency, amount } = movement
  const [row] = await tx
    .select({ balance: creditBalances.balance })
    .from(creditBalances)
    .where(and(eq(creditBalances.customerId, customerId), eq(creditBalances.currency, currency)))
    .for('update')
  const balance = row?.balance ?? 0n
  const taken = balance < amount ? balance : amount
  if (taken > 0n) await takeCredit(tx, env, { ...movement, amount: taken })
  return taken
}

function assertPositive({ amount }: CreditMovement): void {
  if (amount <= 0n) throw new RangeError('a credit movement is more than nothing')
}

async function writeEntry(
  tx: Tx,
  env: Env,
  { balanceAfter, ...movement }: CreditMovement & { balanceAfter: bigint },
): Promise<string> {
  const id = newId()
  const { customerId, currency, amount, reason, note = '' } = movement
  await tx.insert(creditEntries).values({
    id,
    customerId,
    currency,
    amount,
    balanceAfter,
    reason,
    note,
    documentId: movement.documentId ?? null,
    paymentId: movement.paymentId ?? null,
    by: { kind: env.actor.kind, id: env.actor.id, name: env.actor.name },
    at: env.now,
  })
  await record(tx, env, [
    {
      subject: 'customer',
      subjectId: customerId,
      customerId,
      kind: amount > 0n ? 'credit.added' : 'credit.taken',
      before: { balance: balanceAfter - amount, currency },
      after: { balance: balanceAfter, currency, reason },
      note: note || null,
    },
  ])
  await tellChanged(tx, [{ subject: 'customer', id: customerId, customerId }])
  return id
}
