import { tellChanged } from '../../../platform/stream.ts'
import type { OperationSettlement } from '../../operations/settlement.ts'
import { takeService } from '../subject.ts'
import { wakeServices } from '../wake.ts'

/** The status does not move; the service shows the failed operation, and the automation looks. */
export const failed: OperationSettlement['failed'] = async (tx, env, operation) => {
  const { service } = await takeService(tx, operation.serviceId, env.now)
  const { id, customerId } = service
  await tellChanged(tx, [{ subject: 'service', id, customerId }])
  await wakeServices(tx, [id], env.now)
}
