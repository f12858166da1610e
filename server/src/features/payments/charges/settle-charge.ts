import type { ChargeOutcome } from '@berth/sdk'
import type { Context, Env } from '../../../context.ts'
import { DAY, HOUR, type Instant, MINUTE } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { lockDocument } from '../../documents/lock-document.ts'
import { markCharging } from '../../documents/mark-charging.ts'
import type { Answer } from '../../servers/ask-module.ts'
import { type RecordedPayment, recordPayment } from '../record-payment.ts'
import {
  type Charge,
  changeCharge,
  chargeEnv,
  isInFlight,
  lockCharge,
  wakeServicesOn,
} from './charge-row.ts'
import { failAttempt } from './fail-attempt.ts'
import { abandon, type Prepared } from './prepare-charge.ts'

/** The gateway could not be used: nothing was done, and it is tried again. */
const TRIED_AGAIN: ReadonlySet<string> = new Set(['transient', 'auth', 'config', 'capacity'])

/** What the gateway said; null: it has never heard of the attempt, and nothing is due any more. */
export type ChargeAnswer = Answer<ChargeOutcome | null>

/**
 * Records what came of an attempt, in one transaction. A notice may have told it before: then nothing
 * is done twice.
 */
export async function settleCharge(
  ctx: Context,
  { charge: { id, documentId }, ask }: Prepared,
  { gateway, answer }: { gateway: string; answer: ChargeAnswer },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const document = await lockDocument(tx, documentId)
    if (!document) throw new Error(`no document ${documentId}`)
    if (answer.kind === 'value' && answer.value?.kind === 'succeeded') {
      const { reference } = answer.value
      const charge = await lockCharge(tx, id)
      await chargeSucceeded(tx, chargeEnv(ctx, charge), { charge, gateway, reference })
      return
    }
    const charge = await lockCharge(tx, id)
    if (!isInFlight(charge)) return
    const env = chargeEnv(ctx, charge)
    if (answer.kind === 'value') await settleValue(tx, env, charge, answer.value)
    else if (answer.kind === 'error' && ask === 'charge' && charge.state !== 'unknown')
      await settleError(tx, env, charge, answer.error)
    else await settleUnknown(tx, env, charge, answer)
  })
}

/** The money is ours: recorded once, whoever tells it first. The document is locked. */
export async function chargeSucceeded(
  tx: Tx,
  env: Env,
  { charge, gateway, reference }: { charge: Charge; gateway: string; reference: string },
): Promise<RecordedPayment> {
  const { id, documentId, customerId, currency, amount } = charge
  await changeCharge(tx, id, {
    ...{ state: 'succeeded', reference, code: null, message: null },
    ...{ dueAt: null, leaseUntil: null, settledAt: charge.settledAt ?? env.now },
  })
  // Told late, when another attempt may be under way already.
  if (isInFlight(charge)) await markCharging(tx, documentId, null)
  await wakeServicesOn(tx, env, documentId)
  if (charge.state !== 'succeeded') emit(tx, 'charge.succeeded', [{ chargeId: id }])
  const received = { gateway, reference, documentId, customerId, currency }
  return recordPayment(tx, env, { ...received, amount: amount ?? 0n })
}

async function settleValue(
  tx: Tx,
  env: Env,
  charge: Charge,
  outcome: ChargeOutcome | null,
): Promise<void> {
  if (outcome === null) return abandon(tx, env, charge)
  switch (outcome.kind) {
    case 'pending': {
      // The notice comes by itself; once a day it is looked whether one was lost.
      const waits = { dueAt: env.now + DAY, leaseUntil: null }
      await changeCharge(tx, charge.id, {
        state: 'pending',
        reference: outcome.reference,
        ...waits,
      })
      return
    }
    case 'refused':
      return failAttempt(tx, env, { charge, state: 'refused', ...facts(outcome) })
    case 'needs_customer': {
      const { message } = outcome
      const code = 'needs_customer'
      return failAttempt(tx, env, { charge, state: 'needs_customer', code, message, final: false })
    }
    case 'succeeded':
      throw new Error('a success is recorded before')
  }
}

const facts = ({ code, message, final }: Extract<ChargeOutcome, { kind: 'refused' }>) => ({
  ...{ code, message, final },
})

async function settleError(
  tx: Tx,
  env: Env,
  charge: Charge,
  { code, message, retryAfterMs }: { code: string; message: string; retryAfterMs?: number },
): Promise<void> {
  if (!TRIED_AGAIN.has(code))
    return failAttempt(tx, env, { charge, state: 'refused', code, message, final: false })
  const dueAt = env.now + Math.max(retryAfterMs ?? 0, waitAfter(charge.tries))
  await changeCharge(tx, charge.id, { state: 'queued', code, message, dueAt, leaseUntil: null })
  await markCharging(tx, charge.documentId, null)
}

async function settleUnknown(
  tx: Tx,
  env: Env,
  charge: Charge,
  answer: Exclude<ChargeAnswer, { kind: 'value' }>,
): Promise<void> {
  const message = answer.kind === 'lost' ? answer.message : answer.error.message
  // A pending one stays what it is: only the look at it failed.
  const state = charge.state === 'pending' ? 'pending' : 'unknown'
  const dueAt = env.now + (state === 'pending' ? HOUR : waitAfter(charge.tries))
  await changeCharge(tx, charge.id, { state, message, dueAt, leaseUntil: null })
  if (state === 'unknown' && isStuck(charge, env.now))
    emit(tx, 'charge.stuck', [{ chargeId: charge.id }])
}

/** Told once by the mail's key, however often it is said. */
const isStuck = ({ createdAt }: Charge, now: Instant) => now - createdAt >= HOUR

const WAITS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]

function waitAfter(tries: number): number {
  return WAITS[Math.min(tries, WAITS.length) - 1] ?? MINUTE
}
