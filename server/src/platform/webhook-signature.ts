import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'

/** The three headers of Standard Webhooks. */
export interface WebhookHeaders {
  'webhook-id': string
  /** Seconds since 1970. */
  'webhook-timestamp': string
  /** `v1,<base64>`; several, separated by spaces, while a key is changed. */
  'webhook-signature': string
}

/** A notice older or newer than this is refused, so that a copied one cannot be sent for ever. */
const TOLERANCE_SECONDS = 5 * 60

/** Signs a body as Standard Webhooks do: HMAC-SHA256 over id, timestamp and body. */
export function signWebhook(
  key: Buffer,
  message: { id: string; at: Instant; body: string },
): WebhookHeaders {
  const timestamp = String(Math.floor(message.at / 1000))
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest(key, message.id, timestamp, message.body).toString('base64')}`,
  }
}

/** True when the body comes from a holder of the key and is recent. Never throws. */
export function verifyWebhook(
  key: Buffer,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  { body, now }: { body: string; now: Instant },
): boolean {
  const [id, timestamp, signatures] = [
    headers['webhook-id'],
    headers['webhook-timestamp'],
    headers['webhook-signature'],
  ]
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return false
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(Math.floor(now / 1000) - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const expected = digest(key, id, timestamp, body)
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function digest(key: Buffer, id: string, timestamp: string, body: string): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
}
