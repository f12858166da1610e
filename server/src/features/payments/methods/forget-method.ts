import { eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { askGateway } from '../gateways/ask-gateway.ts'
import { gatewayOf } from '../gateways/open-gateways.ts'
import { paymentMethods } from '../tables.ts'

/**
 * Tells the gateway to forget a closed method. Tried again while it does not answer; one it does not
 * know is forgotten.
 */
export async function forgetMethod(ctx: Context, methodId: string): Promise<void> {
  const [method] = await ctx.db.select().from(paymentMethods).where(eq(paymentMethods.id, methodId))
  if (method?.forget !== 'queued') return
  const open = await gatewayOf(ctx, method.gateway)
  if (open?.gateway.forgetMethod) {
    const { remoteId } = method
    const answer = await askGateway<void>(ctx, open, {
      run: async (gateway, context) =>
        (await gateway.forgetMethod?.(context, { remoteId })) ?? { ok: true, value: undefined },
    })
    if (answer.kind === 'lost') throw new Error(answer.message)
    if (answer.kind === 'error' && answer.error.code !== 'not_found')
      throw new Error(answer.error.message)
  }
  await ctx.db.update(paymentMethods).set({ forget: 'done' }).where(eq(paymentMethods.id, methodId))
}
