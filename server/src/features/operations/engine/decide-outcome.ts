import type { ModuleError } from '@berth/sdk'
import { type Instant, MINUTE, SECOND } from '../../../domain/instant.ts'
import { afterFailure } from '../../../domain/operation-lifecycle.ts'
import type { Operation } from '../settlement.ts'
import type { Checkpoint } from '../tables.ts'
import type { Outcome } from './outcome.ts'

/** What a decision looks at besides the operation and its outcome. */
export interface OutcomeFacts {
  now: Instant
  /** A newer intent waits for this one to settle. */
  hasNext: boolean
  settleMs: number
  /** A place that is taken on another server, for one that found no room. */
  otherServerId: string | null
}

/** What becomes of the row, and what follows from it. */
export interface Decision {
  set: Partial<Operation> & Pick<Operation, 'state'>
  /** Which settlement runs. */
  settlement: 'succeeded' | 'failed' | null
  /** Nobody but staff can go on. */
  waitsForStaff: boolean
  /** The server's credentials or settings are to blame. */
  serverUnhealthy: boolean
}

/** How long unfinished work is left alone when the provider does not say. */
const FOLLOW_MS = 5 * SECOND

/** Pure: the next state of a running operation. */
export function decideOutcome(
  operation: Operation,
  outcome: Outcome,
  facts: OutcomeFacts,
): Decision {
  const { now, hasNext } = facts
  const { absentAt, following: _, ...checkpoint } = operation.checkpoint
  switch (outcome.kind) {
    case 'succeeded':
      return closed('succeeded', now, { errorCode: null, errorMessage: null, checkpoint })
    case 'given_up':
      return closed(hasNext ? 'superseded' : 'abandoned', now, { checkpoint })
    case 'finding': {
      const error = { errorCode: outcome.code, errorMessage: outcome.message }
      if (hasNext) return closed('superseded', now, { ...error, checkpoint })
      return { ...waiting('failed', { ...error, checkpoint, dueAt: null }), settlement: 'failed' }
    }
    case 'absent':
      return waiting('unknown', {
        dueAt: now + facts.settleMs,
        checkpoint: { ...checkpoint, absentAt: absentAt ?? now },
      })
    case 'still_running':
      return waiting('unknown', {
        dueAt: now + (outcome.error.retryAfterMs ?? FOLLOW_MS),
        errorCode: 'still_running',
        errorMessage: outcome.error.message,
        checkpoint: { ...checkpoint, following: true },
      })
    case 'unknown':
      return lost(operation, { code: 'lost', message: outcome.message }, { now, checkpoint })
    case 'died':
      return died(operation, outcome.message, { now, checkpoint })
    case 'unrecorded':
      return lost(operation, { code: 'internal', message: outcome.message }, { now, checkpoint })
    case 'asked_in_vain':
      return askedInVain(operation, outcome.error, { ...facts, checkpoint: operation.checkpoint })
    case 'failed':
      return afterRefusal(operation, outcome.error, { ...facts, checkpoint })
  }
}

type Facts = OutcomeFacts & { checkpoint: Checkpoint }

/** The first lost answer is asked about at once, the next ones on the ladder. */
function lost(
  operation: Operation,
  error: { code: string; message: string },
  { now, checkpoint }: { now: Instant; checkpoint: Checkpoint },
): Decision {
  const { failures, firstFailedAt } = counted(operation, now)
  const next = failures === 1 ? null : afterFailure('transient', failures - 1, firstFailedAt, now)
  const dueAt = next === null ? now : next.kind === 'retry' ? next.at : null
  const { code: errorCode, message: errorMessage } = error
  return waiting('unknown', {
    ...{ failures, firstFailedAt, dueAt, checkpoint },
    ...{ errorCode, errorMessage },
  })
}

/**
 * A process of ours that ended says nothing against the provider, so it is no step of the ladder. It
 * is asked about at once, and a minute later each time if it is what ends our processes.
 */
function died(
  operation: Operation,
  message: string,
  { now, checkpoint }: { now: Instant; checkpoint: Checkpoint },
): Decision {
  const hasHappened = operation.firstFailedAt !== null
  return waiting('unknown', {
    ...{ ...delayed(operation, now), dueAt: hasHappened ? now + MINUTE : now, checkpoint },
    ...{ errorCode: 'lost', errorMessage: message },
  })
}

function askedInVain(operation: Operation, error: ModuleError, facts: Facts): Decision {
  const { dueAt, serverUnhealthy, ...count } = ladder(operation, error, facts.now)
  const { checkpoint } = facts
  return { ...waiting('unknown', { ...count, ...said(error), dueAt, checkpoint }), serverUnhealthy }
}

function afterRefusal(operation: Operation, error: ModuleError, facts: Facts): Decision {
  const { now, checkpoint, otherServerId } = facts
  if (facts.hasNext) return closed('superseded', now, { ...said(error), checkpoint })
  if (otherServerId !== null) {
    const full = [...(checkpoint.fullServerIds ?? []), operation.serverId ?? otherServerId]
    return waiting('queued', {
      ...said(error),
      serverId: otherServerId,
      dueAt: now,
      checkpoint: { ...checkpoint, fullServerIds: full },
    })
  }
  const { dueAt, serverUnhealthy, ...count } = ladder(operation, error, now)
  return {
    ...waiting('failed', { ...count, ...said(error), dueAt, checkpoint }),
    settlement: 'failed',
    serverUnhealthy,
  }
}

/**
 * When it is tried again by itself; never when only staff can help. A provider that names its own
 * wait is obeyed for a day and is no step of the ladder: a busy one would otherwise drive what it
 * holds up to hours, and an unknown one keeps its place on the server all that time.
 */
function ladder(operation: Operation, error: ModuleError, now: Instant) {
  const { retryAfterMs } = error
  const count = retryAfterMs === undefined ? counted(operation, now) : delayed(operation, now)
  const next = afterFailure(error.code, count.failures || 1, count.firstFailedAt, now)
  if (next.kind === 'staff') return { ...count, dueAt: null, serverUnhealthy: next.serverUnhealthy }
  const at = retryAfterMs === undefined ? next.at : now + retryAfterMs
  return { ...count, dueAt: at, serverUnhealthy: false }
}

function delayed({ failures, firstFailedAt }: Operation, now: Instant) {
  return { failures, firstFailedAt: firstFailedAt ?? now }
}

function counted({ failures, firstFailedAt }: Operation, now: Instant) {
  return { failures: failures + 1, firstFailedAt: firstFailedAt ?? now }
}

const said = (error: ModuleError) => ({ errorCode: error.code, errorMessage: error.message })

/** In nobody's hands from here on. */
const LET_GO = { workerId: null, leaseUntil: null, progress: null }

function waiting(
  state: 'queued' | 'failed' | 'unknown',
  set: Partial<Operation> & Pick<Operation, 'dueAt'>,
): Decision {
  return {
    set: { ...LET_GO, ...set, state },
    settlement: null,
    waitsForStaff: set.dueAt === null,
    serverUnhealthy: false,
  }
}

function closed(
  state: 'succeeded' | 'superseded' | 'abandoned',
  now: Instant,
  set: Partial<Operation>,
): Decision {
  return {
    set: { ...LET_GO, ...set, state, dueAt: null, settledAt: now },
    settlement: state === 'succeeded' ? 'succeeded' : null,
    waitsForStaff: false,
    serverUnhealthy: false,
  }
}
