import type { Env } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import { refuse } from '../../../platform/problem.ts'
import { reservePlace } from '../../servers/places.ts'
import { changeService } from '../change.ts'
import type { ServiceSubject } from '../subject.ts'
import { carryOut } from './carry-out.ts'

/** Asks for the resource to be made; a service without a server gets its place here. */
export async function deliverService(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
): Promise<{ operationId: string }> {
  const { service, product } = subject
  const module = env.ctx.modules.get(service.type)
  if (!module) throw refuse('no_module', { type: service.type })
  let placed = service
  if (module.needsServer && service.serverId === null) {
    const serverGroupId = product?.serverGroupId ?? null
    const serverId = await reservePlace(tx, { serverGroupId, type: service.type })
    if (!serverId) throw refuse('no_place')
    placed = await changeService(tx, env, service, {
      set: { serverId, placeHeld: true },
      entry: { kind: 'service.placed' },
    })
  }
  return carryOut(tx, env, placed, { kind: 'create', input: {} })
}
