import type { Env } from '../../../context.ts'
import type { OperationKind } from '../../../domain/operation-lifecycle.ts'
import type { Tx } from '../../../platform/db.ts'
import { refuse } from '../../../platform/problem.ts'
import {
  insertSettled,
  requestOperation,
  requestOperations,
  settleAtOnce,
} from '../../operations/request.ts'
import type { Operation } from '../../operations/settlement.ts'
import type { AutomatedRow } from '../automated-subject.ts'
import type { SucceededMany } from '../outcomes/settle.ts'
import type { AskedOperations } from './many.ts'

/** What a move asks of the server. */
export interface Intent {
  kind: OperationKind
  input: Record<string, unknown>
}

/**
 * Writes the operation of a move. A type without a server finishes in this transaction; for all
 * others the row is the intent, and its confirmed outcome changes the status.
 */
export async function carryOut(
  tx: Tx,
  env: Env,
  service: AutomatedRow,
  intent: Intent,
): Promise<{ operationId: string }> {
  const asked = { ...placeOf(service), ...intent }
  return needsServer(env, service) ? requestOperation(tx, env, asked) : settleAtOnce(tx, env, asked)
}

/** A move of one of many locked services, for its own reason. */
export interface Move<S> {
  subject: S
  intent: Intent
  cause: Env['cause']
}

/**
 * `carryOut` for many. What the types without a server have done at once brings about `succeeded`,
 * as it does when a server confirms it.
 */
export async function carryOutMany<S extends { service: AutomatedRow }>(
  tx: Tx,
  env: Env,
  moves: readonly Move<S>[],
  succeeded: SucceededMany<S>,
): Promise<AskedOperations> {
  const { asked = [], atOnce = [] } = Object.groupBy(moves, ({ subject: { service } }) =>
    needsServer(env, service) ? 'asked' : 'atOnce',
  )
  const intentOf = ({ subject: { service }, intent, cause }: Move<S>) => ({
    ...{ ...placeOf(service), ...intent, cause },
  })
  const requested = await requestOperations(tx, env, asked.map(intentOf))
  const settled = await insertSettled(tx, env, atOnce.map(intentOf))
  const outcomes = atOnce.map(({ subject, intent, cause }, index) => {
    const report = intent.kind === 'terminate' ? { gone: true } : {}
    return { subject, operation: settled[index] as Operation, report, cause }
  })
  await succeeded(tx, env, outcomes)
  return new Map([
    ...asked.map(({ subject }, index) => entry(subject, requested[index]?.operationId)),
    ...atOnce.map(({ subject }, index) => entry(subject, settled[index]?.id)),
  ])
}

const entry = ({ service }: { service: AutomatedRow }, id = ''): [string, string] => [
  service.id,
  id,
]

/** 409 `no_module` when the type is not installed. */
function needsServer(env: Env, { type }: AutomatedRow): boolean {
  const module = env.ctx.modules.get(type)
  if (!module) throw refuse('no_module', { type })
  return module.needsServer
}

const placeOf = ({ id: serviceId, customerId, serverId }: AutomatedRow) => ({
  ...{ serviceId, customerId, serverId },
})
