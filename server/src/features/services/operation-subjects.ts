import type { ServiceInput } from '@berth/sdk'
import { inArray } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { say } from '../../platform/text.ts'
import { orderFormOf } from '../catalog/order-form.ts'
import { lockServices } from '../operations/lock-services.ts'
import type { OperationSubjects } from '../operations/settlement.ts'
import { releasePlace } from '../servers/places.ts'
import { changeService } from './change.ts'
import { openOrderData } from './order-data.ts'
import { openResource } from './resource.ts'
import { loadServices, type ServiceSubject, takeService } from './subject.ts'
import { services } from './tables.ts'

/** A service as its module is handed it. Product settings are parsed by the module's schema. */
export function moduleInput(ctx: Context, subject: ServiceSubject): ServiceInput {
  const { service, customer, product } = subject
  const module = ctx.modules.get(service.type)
  const settings = product?.moduleSettings ?? {}
  const parsed = module?.productSettings.safeParse(settings)
  return {
    key: service.id,
    number: service.number,
    name: service.name,
    customer: {
      id: customer.id,
      name: customer.name,
      email: customer.email,
      language: customer.language,
    },
    product: parsed?.success ? parsed.data : settings,
    orderData: openOrderData(ctx, orderFormOf(ctx, service.type, product), service),
    options: service.options.map(({ key, value }) => ({ key, value })),
    resource: openResource(ctx, service.id, service.resource),
    suspended: service.suspensions.length > 0 || service.status === 'suspended',
    ...suspensionReason(subject),
  }
}

/** What customers are told of a suspension: the messages, else the causes in words. */
function suspensionReason({ service, customer }: ServiceSubject) {
  const { suspensions } = service
  if (suspensions.length === 0) return {}
  const told = suspensions.map(({ message }) => message.trim()).filter((words) => words !== '')
  const causes = suspensions.map(({ cause }) => say(`service.cause.${cause}`, customer.language))
  return { suspensionReason: (told.length > 0 ? told : causes).join('; ') }
}

/** What the operations engine reads and moves of services. */
export const operationSubjects: OperationSubjects = {
  lock: lockServices,
  async read(ctx, db, serviceId) {
    const subject = (await loadServices(db, [serviceId], ctx.clock.now())).get(serviceId)
    if (!subject) return null
    return {
      type: subject.service.type,
      serverGroupId: subject.product?.serverGroupId ?? null,
      secretFields: Object.keys(subject.service.orderSecrets),
      input: moduleInput(ctx, subject),
    }
  },
  async names(db, serviceIds) {
    if (serviceIds.length === 0) return new Map()
    const rows = await db
      .select({
        id: services.id,
        customerId: services.customerId,
        number: services.number,
        name: services.name,
      })
      .from(services)
      .where(inArray(services.id, [...serviceIds]))
    return new Map(rows.map(({ id, ...name }) => [id, name]))
  },
  async move(tx, env, serviceId, serverId) {
    const { service } = await takeService(tx, serviceId, env.now)
    if (service.placeHeld && service.serverId) await releasePlace(tx, service.serverId)
    await changeService(tx, env, service, {
      set: { serverId, placeHeld: true },
      entry: { kind: 'service.placed' },
    })
  },
}
