import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { instantJson, toInstantJson } from '../../../platform/json.ts'
import type { Language } from '../../../platform/text.ts'
import { openMethods } from './queries.ts'
import { servicesChargedBy } from './services-charged.ts'
import type { PaymentMethod } from './store-method.ts'

/** A stored way to pay, as people recognise it. */
export const methodJson = z.object({
  id: z.uuid(),
  gateway: z.string(),
  /** What the gateway is called. */
  gatewayLabel: z.string(),
  kind: z.string(),
  label: z.string(),
  /** Last month in which it can be charged, `2027-04`. */
  expiresOn: z.string().nullable(),
  isDefault: z.boolean(),
  createdAt: instantJson,
  /** The services that are paid with it automatically. */
  usedBy: z.array(z.object({ id: z.uuid(), number: z.int(), name: z.string() })),
})

/** The open methods of a customer, the default first. */
export async function methodsOf(
  ctx: Context,
  customerId: string,
  language: Language,
): Promise<z.infer<typeof methodJson>[]> {
  const methods = (await openMethods(ctx.db, [customerId])).get(customerId) ?? []
  return Promise.all(methods.map((method) => toMethodJson(ctx, method, language)))
}

async function toMethodJson(ctx: Context, method: PaymentMethod, language: Language) {
  const { id, gateway, kind, label, expiresOn, isDefault, createdAt } = method
  const services = await servicesChargedBy(ctx.db, method)
  return {
    ...{ id, gateway, kind, label, expiresOn, isDefault },
    gatewayLabel: ctx.gateways.get(gateway)?.label[language] ?? gateway,
    createdAt: toInstantJson(createdAt),
    usedBy: services.map(({ id, number, name }) => ({ id, number, name })),
  }
}
