import { eq, inArray } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { DAY } from '../../domain/instant.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { type Resolve, whereHostLeads } from '../../platform/private-address.ts'
import { invalidField, notFound, Problem, refuse } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { say, type Text } from '../../platform/text.ts'
import { record } from '../history/record.ts'
import { EVENT_KINDS, TEST_EVENT } from './events/catalogue.ts'
import { storeEvent } from './events/write-event.ts'
import { abandonQueued, lockEndpoint } from './send/record-attempt.ts'
import { newSecret, secretContext, urlContext } from './send/secrets.ts'
import {
  type WebhookFormat,
  webhookAttempts,
  webhookDeliveries,
  webhookEndpoints,
} from './tables.ts'
import './texts.ts'

export type Endpoint = typeof webhookEndpoints.$inferSelect

/** How long the former secret signs beside the new one. */
const OVERLAP_MS = DAY

interface Wanted {
  name: string
  events: string[]
  format: WebhookFormat
}

/**
 * Looks at an address before anything is written. Its name is resolved here, so that staff see at
 * once that it leads inside, and again when the connection is made. A name that nobody knows yet
 * is taken with a warning: the receiver may be set up later, or the name server be out of reach.
 */
export async function checkUrl(
  { config }: Pick<Context, 'config'>,
  given: string,
  resolve?: Resolve,
): Promise<{ url: URL; warning: Text | null }> {
  const url = URL.canParse(given) ? new URL(given) : null
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isWeb || url.username !== '' || url.password !== '') {
    throw invalidField('/url', 'webhook_url')
  }
  if (config.webhooksPrivate) return { url, warning: null }
  const { hostname: host } = url
  const leads = await whereHostLeads(host, resolve)
  if (leads === 'inside') throw invalidField('/url', 'webhook_private_target', { host })
  const isUnknown = leads === 'nowhere'
  return { url, warning: isUnknown ? { key: 'webhook.unknown_host', params: { host } } : null }
}

export function checkEvents(events: readonly string[]): string[] {
  if (events.includes('*')) return ['*']
  events.forEach((event, index) => {
    if (!Object.hasOwn(EVENT_KINDS, event)) {
      throw invalidField(`/events/${index}`, 'webhook_unknown_event', { event })
    }
  })
  return [...new Set(events)].sort()
}

const DISCORD_HOSTS: ReadonlySet<string> = new Set(['discord.com', 'discordapp.com'])

export const formatOf = (url: URL): WebhookFormat =>
  DISCORD_HOSTS.has(url.hostname.replace(/^(ptb|canary)\./, '')) &&
  url.pathname.startsWith('/api/webhooks/')
    ? 'discord'
    : 'standard'

/** Whoever knows the path of a Discord webhook may write to its channel. */
function shownAddress(url: URL, format: WebhookFormat): string {
  return format === 'discord' ? `${url.origin}/…` : `${url.origin}${url.pathname}`
}

function addressFields(env: Env, id: string, url: URL, format: WebhookFormat) {
  return {
    url: env.ctx.secrets.seal(url.href, urlContext(id)),
    origin: shownAddress(url, format),
  }
}

/** Makes an endpoint; answers its secret, which is shown this once. */
export async function createEndpoint(tx: Tx, env: Env, url: URL, wanted: Wanted) {
  const { ctx, now } = env
  const id = newId()
  const secret = newSecret()
  const [endpoint] = await tx
    .insert(webhookEndpoints)
    .values({
      ...{ id, ...wanted, ...addressFields(env, id, url, wanted.format) },
      secret: ctx.secrets.seal(secret, secretContext(id)),
      ...{ enabled: true, version: 1, createdAt: now, updatedAt: now },
    })
    .returning()
  if (!endpoint) throw new Error('no endpoint was stored')
  await note(tx, env, id, { kind: 'webhook.created', after: told(endpoint) })
  return { endpoint, secret }
}

/** 409 when it was changed meanwhile. Switched off, it gives up what it had still to send. */
export async function updateEndpoint(
  tx: Tx,
  env: Env,
  id: string,
  { version, url, ...wanted }: Wanted & { version: number; enabled: boolean; url: URL | null },
): Promise<Endpoint> {
  const before = await locked(tx, id)
  if (before.version !== version) throw new Problem('stale_form')
  const isBack = wanted.enabled && !before.enabled
  const [after] = await tx
    .update(webhookEndpoints)
    .set({
      ...wanted,
      ...(url ? addressFields(env, id, url, wanted.format) : {}),
      disabledBecause: wanted.enabled ? null : (before.disabledBecause ?? 'staff'),
      ...(isBack ? { failingSince: null } : {}),
      version: version + 1,
      updatedAt: env.now,
    })
    .where(eq(webhookEndpoints.id, id))
    .returning()
  if (!after) throw notFound()
  if (!wanted.enabled) await abandonQueued(tx, id)
  await note(tx, env, id, { kind: 'webhook.updated', before: told(before), after: told(after) })
  return after
}

/** With its log; the events stay for the other endpoints. */
export async function deleteEndpoint(tx: Tx, env: Env, id: string): Promise<void> {
  const before = await locked(tx, id)
  const mine = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.endpointId, id))
  await tx.delete(webhookAttempts).where(inArray(webhookAttempts.deliveryId, mine))
  await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.endpointId, id))
  await tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id))
  await note(tx, env, id, { kind: 'webhook.deleted', before: told(before) })
}

/** A new secret; the former one signs beside it for a day. */
export async function rotateSecret(tx: Tx, env: Env, id: string) {
  const { secret: previousSecret } = await locked(tx, id)
  const secret = newSecret()
  const [endpoint] = await tx
    .update(webhookEndpoints)
    .set({
      secret: env.ctx.secrets.seal(secret, secretContext(id)),
      previousSecret,
      previousUntil: env.now + OVERLAP_MS,
      updatedAt: env.now,
    })
    .where(eq(webhookEndpoints.id, id))
    .returning()
  if (!endpoint) throw notFound()
  await note(tx, env, id, { kind: 'webhook.secret_rotated' })
  return { endpoint, secret }
}

/** An event of its own, for this endpoint alone. */
export async function sendTestEvent(tx: Tx, env: Env, id: string): Promise<string> {
  const { enabled, name } = await locked(tx, id)
  if (!enabled) throw refuse('webhook_disabled')
  const message = say({ key: 'webhook.test_message', params: { name } }, env.actor.language)
  const event = { type: TEST_EVENT, dedupeKey: `test:${newId()}`, data: { message } }
  const [deliveryId] = await storeEvent(tx, env.ctx, { ...event, endpointIds: [id] })
  if (!deliveryId) throw new Error('no delivery was stored')
  return deliveryId
}

async function locked(tx: Tx, id: string): Promise<Endpoint> {
  const endpoint = await lockEndpoint(tx, id)
  if (!endpoint) throw notFound()
  return endpoint
}

const told = ({ name, origin: address, format, events, enabled }: Endpoint) => ({
  ...{ name, address, format, events, enabled },
})

async function note(
  tx: Tx,
  env: Env,
  id: string,
  entry: { kind: string; before?: Record<string, unknown>; after?: Record<string, unknown> },
): Promise<void> {
  await record(tx, env, [{ subject: 'webhook', subjectId: id, ...entry }])
  await tellChanged(tx, [{ subject: 'webhook', id, customerId: null }])
}
