import { type Instant, SECOND } from '../domain/instant.ts'
import type { OperationKind } from '../domain/operation-lifecycle.ts'
import type { Cause } from '../platform/action.ts'
import { type Actor, AUTOMATION } from '../platform/actor.ts'
import type { Books } from './books.ts'
import { type Making, tell, who } from './making.ts'
import { idAt } from './random.ts'

type ServiceRow = Books['services'][number]

interface Done {
  row: ServiceRow
  kind: OperationKind
  /** When it was asked for; it took `tookMs`. */
  at: Instant
  tookMs?: number
  actor: Pick<Actor, 'kind' | 'id' | 'name'>
  cause: Cause
  input?: Record<string, unknown>
}

/** An operation that went well. */
export function noteOperation(making: Making, done: Done): void {
  const { row, kind, at, actor, cause, input = {} } = done
  const isOnServer = row.serverId !== null
  const settledAt = at + (isOnServer ? (done.tookMs ?? making.random.int(700, 9000)) : 0)
  making.books.operations.push({
    ...{ ...plainOperation(making, row, at), kind, input, cause, requestedBy: who(actor) },
    state: 'succeeded',
    attempts: isOnServer ? 1 : 0,
    claimNo: isOnServer ? 1 : 0,
    startedAt: isOnServer ? at + 200 : null,
    settledAt,
  })
}

const REFUSAL = {
  create: {
    code: 'rejected',
    message: 'The image "debian-12" is not available in this region',
  },
  suspend: { code: 'conflict', message: 'The machine is locked by a migration' },
} as const

/** An operation that failed and waits for staff; repeated, it succeeds. */
export function noteFailure(
  making: Making,
  {
    row,
    kind,
    at,
    because,
  }: {
    row: ServiceRow
    kind: 'create' | 'suspend'
    at: Instant
    because: Record<string, unknown>
  },
): void {
  const cause: Cause = { kind: 'policy', step: kind === 'create' ? 'deliver' : kind, ...because }
  const { code, message } = REFUSAL[kind]
  const operation = plainOperation(making, row, at)
  making.books.operations.push({
    ...{ ...operation, kind, cause, requestedBy: who(AUTOMATION), state: 'failed' },
    input: kind === 'suspend' ? { cause: 'overdue', message: '', notify: true } : {},
    attempts: 1,
    claimNo: 1,
    failures: 1,
    startedAt: at + 300,
    firstFailedAt: at + SECOND,
    errorCode: code,
    errorMessage: message,
  })
  making.books.operationLog.push({
    ...{ id: idAt(making.random, at), operationId: operation.id, attempt: 1, at: at + SECOND },
    ...{ level: 'error', message: `${code}: ${message}`, data: null },
  })
  tell(making, {
    ...{ at: at + SECOND, actor: AUTOMATION, cause, subject: 'operation' },
    ...{ subjectId: operation.id, customerId: row.customerId, kind: 'operation.failed' },
    after: { state: 'failed', kind, serviceId: row.id, errorCode: code },
  })
}

function plainOperation({ random }: Making, row: ServiceRow, at: Instant) {
  return {
    ...{ id: idAt(random, at), serviceId: row.id ?? '', serverId: row.serverId ?? null },
    ...{ attempts: 0, failures: 0, claimNo: 0, workerId: null, leaseUntil: null, dueAt: null },
    ...{ firstFailedAt: null, errorCode: null, errorMessage: null, reserved: {}, checkpoint: {} },
    ...{ abortRequestedAt: null, progress: null, createdAt: at, startedAt: null, settledAt: null },
  }
}
