import { z } from 'zod'
import type { Context } from '../../../context.ts'
import type { Http } from '../../../platform/feature.ts'
import { newToken } from '../../../platform/ids.ts'
import { moneyJson } from '../../../platform/json.ts'
import { notFound } from '../../../platform/problem.ts'
import { SANDBOX_BEHAVIOURS, type SandboxCharge, sandboxObjects } from './objects.ts'
import { sendNotice } from './send-notice.ts'

const config = { access: { kind: 'public' } } as const
const tags = ['sandbox']
const behaviour = z.enum(SANDBOX_BEHAVIOURS)

const script = z.strictObject({
  /** What the next charges do, one after the other. */
  next: z.array(behaviour).max(100).default([]),
  /** What all charges after them do; null: what stands on the card. */
  always: behaviour.nullable().default(null),
})

const sandboxCharge = z.object({
  key: z.string(),
  outcome: z.enum(['succeeded', 'pending', 'refused', 'needs_customer']),
  reference: z.string(),
  method: z.string(),
  amount: moneyJson,
})

const toJson = ({ id: key, amount, currency, ...charge }: SandboxCharge & { id: string }) => ({
  ...{ key, outcome: charge.outcome, reference: charge.reference, method: charge.method },
  amount: { amount, currency },
})

/** Tells the sandbox gateway how to behave, and shows what it did. */
export function scriptRoutes(http: Http, ctx: Context): void {
  const objects = sandboxObjects(ctx)
  http.put(
    '/api/v1/sandbox/gateway/charges/script',
    {
      config,
      schema: {
        summary: 'Sandbox mode: what the next charges of the sandbox gateway do',
        tags,
        body: script,
        response: { 200: script },
      },
    },
    async (request) => {
      await objects.put('script', 'charges', request.body)
      return request.body
    },
  )
  http.get(
    '/api/v1/sandbox/gateway/charges',
    {
      config,
      schema: {
        summary: 'Sandbox mode: the charges that the sandbox gateway made or refused',
        tags,
        response: { 200: z.object({ items: z.array(sandboxCharge) }) },
      },
    },
    async () => ({ items: (await objects.list('charge')).map(toJson) }),
  )
  decisionRoute(http, ctx)
}

/** A pending charge is decided at the bank, and the gateway tells us by notice. */
function decisionRoute(http: Http, ctx: Context): void {
  const objects = sandboxObjects(ctx)
  http.post(
    '/api/v1/sandbox/gateway/charges/:key/decision',
    {
      config,
      schema: {
        summary: 'Sandbox mode: decide a charge and send the notice about it',
        tags,
        params: z.object({ key: z.string().max(100) }),
        body: z.strictObject({
          outcome: z.enum(['succeeded', 'refused']),
          final: z.boolean().default(false),
          /** So many copies of the notice are sent in parallel; 0: none. */
          copies: z.int().min(0).max(50).default(1),
        }),
        response: { 200: z.object({ statuses: z.array(z.int()) }) },
      },
    },
    async (request) => {
      const { key } = request.params
      const { outcome, final, copies } = request.body
      const charge = await objects.find('charge', key)
      if (!charge) throw notFound()
      await objects.put('charge', key, { ...charge, outcome, final })
      const { reference, amount, currency } = charge
      const notice =
        outcome === 'succeeded'
          ? {
              ...{ type: 'payment.paid' as const, reference, intentReference: key },
              amount: { amount, currency },
            }
          : {
              ...{ type: 'payment.refused' as const, intentReference: key, final },
              reason: 'Refused by the bank',
            }
      const eventId = `evt_${newToken()}`
      const sent = Array.from({ length: copies }, () => sendNotice(http, ctx, notice, { eventId }))
      return { statuses: await Promise.all(sent) }
    },
  )
}
