import type { NoticeHeaders } from '@berth/sdk'
import { officialPackage } from './official-package.ts'
import type { StripeSettings } from './settings.ts'
import { parseEvent } from './shapes.ts'

/** Older notices are refused, so that one that was overheard cannot be sent again later. */
const TOLERANCE_SECONDS = 300

/**
 * Checks `Stripe-Signature` over the body as it came: https://docs.stripe.com/webhooks/signature.
 */
export function verify(
  { webhookSecret }: StripeSettings,
  { headers, body, now }: { headers: NoticeHeaders; body: string; now: number },
): { readonly eventId: string } | null {
  const signature = headers['stripe-signature']
  if (typeof signature !== 'string') return null
  const { webhooks, errors } = officialPackage()
  try {
    webhooks.constructEvent(body, signature, webhookSecret, TOLERANCE_SECONDS, undefined, now)
  } catch (error) {
    const isForged = error instanceof errors.StripeSignatureVerificationError
    if (isForged || error instanceof SyntaxError) return null
    throw error
  }
  const event = parseEvent(body)
  return event && { eventId: event.id }
}
