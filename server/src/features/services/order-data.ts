import { secretFields } from '@berth/sdk'
import type { Context } from '../../context.ts'
import type { Service } from './subject.ts'

const secretContext = (field: string) => `order-data:${field}`

/** Order data as it is stored: the secret fields of the module's order form sealed and apart. */
export function sealOrderData(
  ctx: Context,
  type: string,
  data: Record<string, unknown>,
): Pick<Service, 'orderData' | 'orderSecrets'> {
  const module = ctx.modules.get(type)
  const secret = new Set(module ? secretFields(module.orderForm) : [])
  const orderData: Record<string, unknown> = {}
  const orderSecrets: Record<string, string> = {}
  for (const [field, value] of Object.entries(data)) {
    if (secret.has(field)) {
      orderSecrets[field] = ctx.secrets.seal(JSON.stringify(value), secretContext(field))
    } else orderData[field] = value
  }
  return { orderData, orderSecrets }
}

/** The order data in clear, parsed by the module's form so that later fields have their defaults. */
export function openOrderData(
  ctx: Context,
  service: Pick<Service, 'type' | 'orderData' | 'orderSecrets'>,
): Record<string, unknown> {
  const secrets = Object.entries(service.orderSecrets).map(([field, sealed]) => [
    field,
    JSON.parse(ctx.secrets.open(sealed, secretContext(field))),
  ])
  const data = { ...service.orderData, ...Object.fromEntries(secrets) }
  const parsed = ctx.modules.get(service.type)?.orderForm.safeParse(data)
  return parsed?.success ? parsed.data : data
}
