import type { Context } from '../../../context.ts'
import { SECOND } from '../../../domain/instant.ts'
import { sendPublic } from '../../../platform/send-public.ts'
import type { Language } from '../../../platform/text.ts'
import type { webhookEndpoints, webhookEvents } from '../tables.ts'
import { discordBody, standardBody } from './bodies.ts'
import { signedHeaders, urlContext } from './secrets.ts'

/** How long a receiver may take. */
const LIMIT_MS = 15 * SECOND

/** How much of what was sent and answered is kept. */
export const KEPT_BYTES = 2048

export interface Sent {
  /** Null without an answer. */
  status: number | null
  request: string
  answer: string | null
  error: string | null
  /** How long the receiver asks us to wait. */
  retryAfterMs: number | null
  durationMs: number
}

/** One attempt: the request and what came of it. Never throws. */
export async function deliver(
  ctx: Context,
  endpoint: typeof webhookEndpoints.$inferSelect,
  event: typeof webhookEvents.$inferSelect,
  language: Language,
): Promise<Sent> {
  const isDiscord = endpoint.format === 'discord'
  const body = isDiscord ? discordBody(event, language) : standardBody(event)
  const message = { id: event.id, at: ctx.clock.now(), body }
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  const request = beginning(body)
  try {
    const {
      status,
      body: answer,
      retryAfterMs,
    } = await sendPublic({
      url: new URL(ctx.secrets.open(endpoint.url, urlContext(endpoint.id))),
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Berth',
        ...(isDiscord ? {} : { ...signedHeaders(ctx.secrets, endpoint, message) }),
      },
      body,
      limitMs: LIMIT_MS,
      answerBytes: KEPT_BYTES,
      allowPrivate: ctx.config.webhooksPrivate,
    })
    const error = isDelivered(status) ? null : `HTTP ${status}`
    return { status, request, answer: storable(answer), error, retryAfterMs, durationMs: took() }
  } catch (error) {
    const said = error instanceof Error ? error.message || error.name : String(error)
    const none = { status: null, answer: null, retryAfterMs: null }
    return { ...none, request, error: said.slice(0, 500), durationMs: took() }
  }
}

export const isDelivered = (status: number | null) =>
  status !== null && status >= 200 && status < 300

const beginning = (text: string) => text.slice(0, KEPT_BYTES)

/** PostgreSQL stores no NUL. */
const storable = (text: string) => text.replaceAll('\0', '')
