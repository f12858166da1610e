import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { refuse } from '../../../platform/problem.ts'
import { insertSettled, requestOperations } from '../../operations/request-many.ts'
import type { Service } from '../subject.ts'
import { carryOut, type Intent } from './carry-out.ts'

/** A move of one of many services, for its own reason. */
export interface ManyMove {
  service: Service
  intent: Intent
  /** Something of it is on the server, or waits to be. */
  hasOpenOperation: boolean
  cause: Env['cause']
}

/** What a confirmed move brings about, for many at once. */
export type Confirmed = (
  tx: Tx,
  env: Env,
  moved: readonly (ManyMove & { operationId: string })[],
) => Promise<void>

/**
 * `carryOut` for many locked services. For types with a server the rows are the intents; all others
 * are done here, and `confirmed` does what comes of it.
 */
export async function carryOutMany(
  tx: Tx,
  env: Env,
  moves: readonly ManyMove[],
  confirmed: Confirmed,
): Promise<void> {
  const asked: ManyMove[] = []
  const atOnce: ManyMove[] = []
  for (const move of moves) {
    const { type } = move.service
    const module = env.ctx.modules.get(type)
    if (!module) throw refuse('no_module', { type })
    if (module.needsServer) asked.push(move)
    else atOnce.push(move)
  }
  await requestOperations(tx, env, asked.map(intentOf))
  // One that is open already is superseded: that is dealt with by itself.
  for (const { service, intent, cause } of atOnce.filter((move) => move.hasOpenOperation))
    await carryOut(tx, { ...env, cause }, service, intent)
  const plain = atOnce.filter((move) => !move.hasOpenOperation)
  const settled = await insertSettled(tx, env, plain.map(intentOf))
  await confirmed(
    tx,
    env,
    plain.map((move, index) => ({ ...move, operationId: settled[index]?.id ?? '' })),
  )
}

function intentOf({ service, intent, cause }: ManyMove) {
  const { id: serviceId, customerId, serverId } = service
  return { serviceId, customerId, serverId, ...intent, cause }
}
