import { z } from 'zod'
import type { Context } from '../../context.ts'
import { currencyJson, fromMoneyJson, moneyJson } from '../../platform/json.ts'
import { signWebhook, verifyWebhook } from '../../platform/webhook-signature.ts'
import type { Gateway } from './gateway.ts'

const money = moneyJson.extend({ currency: currencyJson })

/** The body of the sandbox gateway's notices. */
export const sandboxNotice = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('payment.paid'),
    reference: z.string().min(1).max(200),
    intentReference: z.string().nullable(),
    amount: money,
  }),
  z.object({
    type: z.literal('payment.refused'),
    intentReference: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('payment.charged_back'),
    reference: z.string().min(1).max(200),
    paymentReference: z.string(),
    amount: money,
  }),
])
export type SandboxNotice = z.infer<typeof sandboxNotice>

const signingKey = (ctx: Context) => ctx.secrets.key('sandbox-gateway')

/** Where the hosted page of an intent is served. */
export const sandboxPagePath = (reference: string) => `/sandbox/pay/${reference}`

/**
 * A gateway without money: its pay page is served by Berth itself, its notices are as real and as
 * signed as any gateway's. Exists in sandbox mode only.
 */
export function sandboxGateway(ctx: Context): Gateway {
  return {
    id: 'sandbox',
    label: { en: 'Card (sandbox)', fr: 'Carte (bac à sable)' },
    minimumAmount: 1n,
    async startPayment({ reference }) {
      return { redirectUrl: `${ctx.config.publicUrl ?? ''}${sandboxPagePath(reference)}` }
    },
    verify(headers, body, now) {
      if (!verifyWebhook(signingKey(ctx), headers, { body, now })) return null
      return { eventId: String(headers['webhook-id']) }
    },
    read(body) {
      const parsed = sandboxNotice.safeParse(parseJson(body))
      if (!parsed.success) return null
      const notice = parsed.data
      switch (notice.type) {
        case 'payment.paid':
          return { ...notice, kind: 'paid', amount: fromMoneyJson(notice.amount) }
        case 'payment.refused':
          return { ...notice, kind: 'refused' }
        case 'payment.charged_back':
          return { ...notice, kind: 'charged_back', amount: fromMoneyJson(notice.amount) }
      }
    },
    async refund() {
      return { kind: 'sent' }
    },
  }
}

/** A notice as the sandbox gateway sends it; with `badSignature` it is signed by nobody. */
export function signedNotice(
  ctx: Context,
  notice: SandboxNotice,
  { eventId, badSignature = false }: { eventId: string; badSignature?: boolean },
) {
  const body = JSON.stringify(notice)
  const key = badSignature ? ctx.secrets.key('nobody') : signingKey(ctx)
  const headers = signWebhook(key, { id: eventId, at: ctx.clock.now(), body })
  return { body, headers: { ...headers, 'content-type': 'application/json' } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
