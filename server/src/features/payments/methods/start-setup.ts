import type { Context } from '../../../context.ts'
import { newId, newToken } from '../../../platform/ids.ts'
import { Problem } from '../../../platform/problem.ts'
import { publicLink } from '../../../platform/public-link.ts'
import type { Language } from '../../../platform/text.ts'
import { askGateway } from '../gateways/ask-gateway.ts'
import { pageOf, usableGateway } from '../intents.ts'
import { methodSetups } from '../tables.ts'
import { payerOf } from './payer.ts'

export interface WantedSetup {
  customerId: string
  gatewayId: string
  language: Language
  currency: string
  /** Auto-pay of this service is switched on with what is stored. */
  serviceId: string | null
}

/** Where customers see their stored methods, and that one is on its way. */
export const METHODS_PATH = '/client/payment-methods'

/**
 * Opens the gateway's page on which a customer stores a method. The setup is stored first, so that a
 * notice that comes before the gateway's answer is understood. Throws `unknown_gateway`,
 * `gateway_keeps_nothing` and `gateway_unavailable`.
 */
export async function startSetup(
  ctx: Context,
  { customerId, gatewayId, language, currency, serviceId }: WantedSetup,
): Promise<{ setupId: string; redirectUrl: string }> {
  const open = await usableGateway(ctx, gatewayId)
  if (!open.gateway.startSetup) throw new Problem('gateway_keeps_nothing')
  const customer = await payerOf(ctx.db, customerId, open.id)
  const [setupId, reference] = [newId(), newToken()]
  const createdAt = ctx.clock.now()
  await ctx.db
    .insert(methodSetups)
    .values({ id: setupId, customerId, gateway: open.id, reference, serviceId, createdAt })
  const returnUrl = publicLink(
    ctx.config,
    serviceId ? `/client/services/${serviceId}` : METHODS_PATH,
  )
  const request = { reference, customer, language, returnUrl, currency }
  const answer = await askGateway(ctx, open, {
    run: async (gateway, context) =>
      (await gateway.startSetup?.(context, request)) ?? {
        ok: false,
        error: { code: 'unsupported', message: 'It stores nothing' },
      },
  })
  return { setupId, ...pageOf(ctx, open, answer) }
}
