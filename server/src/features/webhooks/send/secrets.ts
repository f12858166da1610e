import { randomBytes } from 'node:crypto'
import type { Instant } from '../../../domain/instant.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { signWebhook, type WebhookHeaders } from '../../../platform/webhook-signature.ts'
import type { webhookEndpoints } from '../tables.ts'

type Endpoint = typeof webhookEndpoints.$inferSelect

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** As Standard Webhooks write it: `whsec_` and the key in base64. Shown once. */
export const newSecret = () => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`

export const secretContext = (endpointId: string) => `webhook:${endpointId}`
export const urlContext = (endpointId: string) => `webhook-url:${endpointId}`

/** Signed with the secret in force and, for a day after a change, with the one before it too. */
export function signedHeaders(
  secrets: Secrets,
  endpoint: Pick<Endpoint, 'id' | 'secret' | 'previousSecret' | 'previousUntil'>,
  message: { id: string; at: Instant; body: string },
): WebhookHeaders {
  const { id, secret, previousSecret, previousUntil } = endpoint
  const isBoth = previousSecret !== null && (previousUntil ?? 0) > message.at
  const keys = [secret, ...(isBoth ? [previousSecret] : [])].map((sealed) =>
    Buffer.from(secrets.open(sealed, secretContext(id)).slice(PREFIX.length), 'base64'),
  )
  const all = keys.map((key) => signWebhook(key, message))
  const signature = all.map((headers) => headers['webhook-signature']).join(' ')
  return { ...(all[0] as WebhookHeaders), 'webhook-signature': signature }
}
