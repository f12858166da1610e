import { z } from 'zod'
import type { Env } from '../../../context.ts'
import { allowedWith, defineAction, refused } from '../../../platform/action.ts'
import { emit } from '../../../platform/events.ts'
import { changeService } from '../../services/change.ts'
import { type ServiceSubject, serviceSubject } from '../../services/subject.ts'

/** The price stays as it is, as long as the announced one has not taken its effect. */
export const undoPriceChange = defineAction({
  id: 'service.undo_price_change',
  on: serviceSubject,
  permission: 'services:update',
  audiences: ['staff'],
  summary: 'Take an announced price change back; the customer is told at once',
  input: z.strictObject({}),
  output: z.object({ operationId: z.null() }),
  check({ service }: ServiceSubject) {
    if (service.endedAt !== null) return refused('already_ended')
    if (!service.plannedPrice) return refused('no_price_planned')
    return allowedWith({ mail: 'service_price_stays' }, { key: 'renewal.effect.price_stays' })
  },
  async run(tx, { service }, _input, env: Env) {
    await changeService(tx, env, service, {
      set: { plannedPrice: null },
      entry: { kind: 'service.price_change_undone' },
    })
    const { id: serviceId, customerId } = service
    emit(tx, 'service.price_change_undone', [{ serviceId, customerId }])
    return { operationId: null }
  },
})
