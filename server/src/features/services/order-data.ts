import { secretFields } from '@berth/sdk'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Service } from './subject.ts'

const secretContext = (field: string) => `order-data:${field}`

/** The form that order data belongs to; undefined when no module is installed for the type. */
type OrderForm = z.ZodObject | undefined

/** Order data as it is stored: the secret fields of the order form sealed and apart. */
export function sealOrderData(
  ctx: Context,
  form: OrderForm,
  data: Record<string, unknown>,
): Pick<Service, 'orderData' | 'orderSecrets'> {
  const secret = new Set(form ? secretFields(form) : [])
  const orderData: Record<string, unknown> = {}
  const orderSecrets: Record<string, string> = {}
  for (const [field, value] of Object.entries(data)) {
    if (secret.has(field)) {
      orderSecrets[field] = ctx.secrets.seal(JSON.stringify(value), secretContext(field))
    } else orderData[field] = value
  }
  return { orderData, orderSecrets }
}

/** The order data in clear, parsed by its form so that later fields have their defaults. */
export function openOrderData(
  ctx: Context,
  form: OrderForm,
  service: Pick<Service, 'orderData' | 'orderSecrets'>,
): Record<string, unknown> {
  const secrets = Object.entries(service.orderSecrets).map(([field, sealed]) => [
    field,
    JSON.parse(ctx.secrets.open(sealed, secretContext(field))),
  ])
  const data = { ...service.orderData, ...Object.fromEntries(secrets) }
  const parsed = form?.safeParse(data)
  return parsed?.success ? parsed.data : data
}
