import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../../context.ts'
import { sqlState } from '../../../platform/transaction.ts'
import { type Call, openCall, type ToldByCalls } from './call.ts'
import type { Claim } from './claim.ts'
import { extendLease, GivenUp } from './during-call.ts'
import { storeLate } from './late.ts'
import type { Outcome } from './outcome.ts'
import { planOf } from './plans.ts'
import { recordOutcome } from './record-outcome.ts'

/** Carries out one claim from call to recorded outcome. Never throws. */
export async function carryOut(ctx: Context, claim: Claim, abort: AbortController): Promise<void> {
  const operationId = claim.operation.id
  try {
    const came = await outcomeOf(ctx, claim, abort)
    if (came !== null) await recordInTheEnd(ctx, claim, came)
  } catch (err) {
    ctx.log.error({ err, operationId }, 'the outcome of an operation could not be recorded')
  }
}

/** Mails stand back behind it; not behind the calls themselves, which may take minutes. */
async function urgently<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  const isOver = ctx.jobs.standBack()
  try {
    return await work()
  } finally {
    isOver()
  }
}

/** What came of a claim, and what its calls told about the server. */
interface Came {
  outcome: Outcome
  told: ToldByCalls | null
}

/** More calls than this are made under no claim. */
const CALLS_PER_CLAIM = 8

async function outcomeOf(ctx: Context, claim: Claim, abort: AbortController): Promise<Came | null> {
  let call: Call | undefined
  try {
    const late = (what: string) => storeLate(ctx, claim, what)
    const opened = await urgently(ctx, () => openCall(ctx, claim, { abort, late }))
    if (!opened.ok) {
      const kind = claim.asking ? 'asked_in_vain' : 'failed'
      return { outcome: { kind, error: opened.error }, told: null }
    }
    call = opened.value
    await extendLease(ctx, claim.operation, call.module.timeLimitMs * CALLS_PER_CLAIM)
    const outcome = await planOf(call)(call)
    call.log.write(LEVEL[outcome.kind], wordsFor(outcome))
    return { outcome, told: call.told }
  } catch (err) {
    if (err instanceof GivenUp) {
      storeLate(ctx, claim, err.message)
      return null
    }
    ctx.log.error({ err, operationId: claim.operation.id }, 'operation')
    const message = 'An error of ours; see the log of the program'
    return { outcome: { kind: 'unrecorded', message }, told: null }
  } finally {
    call?.progress.stop()
    await call?.log.stored()
  }
}

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5000
const TRIES = 60

/**
 * A database that is away for a while is waited for: what was done must not be forgotten. What our
 * own books refuse makes the operation unknown, so that it is taken over later.
 */
async function recordInTheEnd(ctx: Context, claim: Claim, { outcome, told }: Came): Promise<void> {
  let recorded = outcome
  for (let tries = 1; ; tries++) {
    try {
      const done = await urgently(ctx, () => recordOutcome(ctx, claim, recorded, told))
      if (done === 'late') storeLate(ctx, claim, wordsFor(outcome))
      return
    } catch (err) {
      if (tries >= TRIES) throw err
      if (isConnectionLost(err)) {
        await sleep(Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS))
      } else {
        if (recorded.kind === 'unrecorded') throw err
        ctx.log.error({ err, operationId: claim.operation.id }, 'settlement')
        const message = 'It was done, and an error of ours kept it out of the books'
        recorded = { kind: 'unrecorded', message }
      }
    }
  }
}

/** Connection exceptions, shutdown and start-up of PostgreSQL, and what the driver says of a cut. */
function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && /^(08|57P0)/.test(state)) return true
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if (/ECONN|EPIPE|ENOTFOUND|Connection terminated|timeout/.test(`${e.message}`)) return true
  }
  return false
}

const LEVEL = {
  succeeded: 'info',
  absent: 'info',
  still_running: 'info',
  given_up: 'info',
  failed: 'error',
  finding: 'error',
  unknown: 'warn',
  died: 'warn',
  asked_in_vain: 'warn',
  unrecorded: 'error',
} as const satisfies Record<Outcome['kind'], string>

/** One line for the log of the attempt. */
function wordsFor(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'succeeded':
      return 'Done'
    case 'failed':
      return `Refused (${outcome.error.code}): ${outcome.error.message}`
    case 'finding':
      return outcome.message
    case 'unknown':
      return `No answer: ${outcome.message}`
    case 'asked_in_vain':
      return `What became of it cannot be asked (${outcome.error.code}): ${outcome.error.message}`
    case 'absent':
      return 'Nothing carries our key yet; looking again'
    case 'still_running':
      return `Under way at the provider: ${outcome.error.message}`
    case 'given_up':
      return 'Given up as asked; nothing was done'
    case 'died':
    case 'unrecorded':
      return outcome.message
  }
}
