import type { GatewayNotice } from '@berth/sdk'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { currencyJson, fromMoneyJson, moneyJson } from '../../../platform/json.ts'
import { signWebhook } from '../../../platform/webhook-signature.ts'

const money = moneyJson.extend({ currency: currencyJson })

const storedMethod = z.object({
  remoteId: z.string(),
  customerRemoteId: z.string().nullable(),
  kind: z.string(),
  label: z.string(),
  expiresOn: z.string().nullable(),
})

/** The body of the sandbox gateway's notices. */
export const sandboxNotice = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('payment.paid'),
    reference: z.string().min(1).max(200),
    intentReference: z.string().nullable(),
    amount: money,
    method: storedMethod.optional(),
  }),
  z.object({
    type: z.literal('payment.refused'),
    intentReference: z.string(),
    reason: z.string(),
    final: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('payment.charged_back'),
    reference: z.string().min(1).max(200),
    paymentReference: z.string(),
    amount: money,
  }),
  z.object({ type: z.literal('method.stored'), reference: z.string(), method: storedMethod }),
  z.object({ type: z.literal('method.closed'), methodRemoteId: z.string() }),
  z.object({ type: z.literal('refund.failed'), key: z.string(), message: z.string() }),
])
export type SandboxNotice = z.infer<typeof sandboxNotice>

/** What signs the sandbox gateway's notices. */
export const signingKey = (ctx: Pick<Context, 'secrets'>) => ctx.secrets.key('sandbox-gateway')

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

/** Null when the text is no notice of the sandbox gateway. */
export function readNotice(body: string): GatewayNotice | null {
  const parsed = sandboxNotice.safeParse(parseJson(body))
  if (!parsed.success) return null
  const notice = parsed.data
  switch (notice.type) {
    case 'payment.paid': {
      const { reference, intentReference, amount, method } = notice
      const paid = { kind: 'paid' as const, reference, intentReference }
      return { ...paid, amount: fromMoneyJson(amount), ...(method ? { method } : {}) }
    }
    case 'payment.refused': {
      const { intentReference, reason: message, final } = notice
      return { kind: 'refused', intentReference, message, ...(final ? { final } : {}) }
    }
    case 'payment.charged_back': {
      const { reference, paymentReference, amount } = notice
      return { kind: 'charged_back', reference, paymentReference, amount: fromMoneyJson(amount) }
    }
    case 'method.stored':
      return { kind: 'method_stored', reference: notice.reference, method: notice.method }
    case 'method.closed':
      return { kind: 'method_closed', methodRemoteId: notice.methodRemoteId }
    case 'refund.failed':
      return { kind: 'refund_failed', key: notice.key, message: notice.message }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
