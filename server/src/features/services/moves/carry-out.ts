import type { Env } from '../../../context.ts'
import type { OperationKind } from '../../../domain/operation-lifecycle.ts'
import type { Tx } from '../../../platform/db.ts'
import { refuse } from '../../../platform/problem.ts'
import { requestOperation, settleAtOnce } from '../../operations/request.ts'
import type { Service } from '../subject.ts'

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
  service: Service,
  intent: Intent,
): Promise<{ operationId: string }> {
  const module = env.ctx.modules.get(service.type)
  if (!module) throw refuse('no_module', { type: service.type })
  const { id: serviceId, customerId, serverId } = service
  if (!module.needsServer) return settleAtOnce(tx, env, { serviceId, customerId, ...intent })
  return requestOperation(tx, env, { serviceId, customerId, serverId, ...intent })
}
