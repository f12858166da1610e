import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { deleteRefusal } from '../../../domain/status-edit.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { releaseStock } from '../../catalog/stock.ts'
import { record } from '../../history/record.ts'
import { releasePlace } from '../../servers/places.ts'
import { type ServiceSubject, serviceSubject, takeService } from '../subject.ts'
import { services } from '../tables.ts'

/** Staff delete an ended service, or a pending one that never had a resource. */
export const deleteService = defineAction({
  id: 'service.delete',
  on: serviceSubject,
  permission: 'services:delete',
  audiences: ['staff'],
  summary: 'Delete a service whose resource is confirmed gone; documents and history stay',
  input: z.strictObject({}),
  output: z.object({ operationId: z.null() }),
  check({ service, operations }: ServiceSubject) {
    const refusal = deleteRefusal({
      status: service.status,
      hasResource: service.resource !== null,
      removalConfirmed: service.removedAt !== null,
      hasOpenOperation: operations.length > 0,
    })
    return refusal ? refused(refusal) : allowed({ key: 'service.effect.delete' })
  },
  async run(tx, subject, _input, env: Env) {
    const { renewalsGivenUp, startGivenUp } = env.ctx.settlements.services
    await renewalsGivenUp(tx, env, [subject.service.id])
    if (subject.service.deliveredAt === null) await startGivenUp(tx, env, [subject.service.id])
    // A line that is withdrawn ends its service, and returns what was held for it.
    const { service } = await takeService(tx, subject.service.id, env.now)
    if (service.stockHeld && service.productId) await releaseStock(tx, service.productId, 1)
    if (service.placeHeld && service.serverId) await releasePlace(tx, service.serverId)
    const { id, customerId, number, name, status } = service
    await record(tx, env, [
      {
        subject: 'service',
        subjectId: id,
        customerId,
        kind: 'service.deleted',
        before: { number, name, status },
      },
    ])
    await tx.delete(services).where(eq(services.id, id))
    await tellChanged(tx, [{ subject: 'service', id, customerId }])
    return { operationId: null }
  },
})
