import { type Gateway, type GatewayContext, maskSecrets, type Result } from '@berth/sdk'
import type { Context } from '../../../context.ts'
import { guardedFetch } from '../../../platform/guarded-fetch.ts'
import { shownBody } from '../../../platform/shown-body.ts'
import { assertNotSafe } from '../../installation/safe-mode.ts'
import { type Answer, askModule } from '../../servers/ask-module.ts'
import { noteGateway } from './note-gateway.ts'
import type { OpenGateway } from './open-gateways.ts'

export interface GatewayQuestion<T> {
  run(gateway: Gateway, context: GatewayContext<unknown>): Promise<Result<T>>
  /** The longest that it may take, in milliseconds; default 30 s. */
  limitMs?: number
  abort?: AbortSignal
}

const LIMIT_MS = 30_000
const NEVER = new AbortController().signal

/** Failures that say the gateway cannot be used at all, not that it said no to this one request. */
const UNUSABLE: ReadonlySet<string> = new Set(['transient', 'auth', 'config'])

/**
 * Calls a gateway with a hard deadline, never inside a transaction, and notes whether it answered.
 * A throw, a deadline and an answer marked `lost` mean the same: nobody knows what was done.
 */
export async function askGateway<T>(
  ctx: Context,
  open: OpenGateway,
  question: GatewayQuestion<T>,
): Promise<Answer<T>> {
  assertNotSafe(ctx)
  const mask = (words: string) => maskSecrets(words, [...open.secrets])
  const answer = await askModule<T>({
    limitMs: question.limitMs ?? LIMIT_MS,
    abort: question.abort ?? NEVER,
    mask,
    async run(signal) {
      const result = await question.run(open.gateway, gatewayContext(ctx, open, signal))
      // What answers nothing is an answer too.
      return result.ok ? { ok: true, value: result.value ?? (null as T) } : result
    },
    late: (what) => ctx.log.warn({ gateway: open.id, what }, 'a gateway answered too late'),
  })
  await noteGateway(ctx, open.id, noteOf(answer))
  return answer
}

function noteOf(answer: Answer<unknown>) {
  if (answer.kind === 'value') return { ok: true } as const
  const error = answer.kind === 'lost' ? answer.message : answer.error.message
  if (answer.kind === 'error' && !UNUSABLE.has(answer.error.code)) return { ok: true } as const
  return { ok: false, error } as const
}

function gatewayContext(
  ctx: Context,
  { id, settings, secrets }: OpenGateway,
  signal: AbortSignal,
): GatewayContext<unknown> {
  const masks = [...secrets]
  const log = (message: string, fields: Record<string, unknown>) => {
    if (!ctx.log.isLevelEnabled('debug')) return
    const masked = JSON.parse(maskSecrets(JSON.stringify(fields), masks))
    ctx.log.debug({ gateway: id, fields: masked }, maskSecrets(message, masks))
  }
  return {
    settings,
    signal,
    log: (message, fields = {}) => log(message, fields),
    fetch: guardedFetch({
      signal,
      limitMs: LIMIT_MS,
      log: (message, about) => log(message, { ...about }),
      showBody: (body) => shownBody(body, masks),
    }),
  }
}
