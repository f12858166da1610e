import {
  type DeliveryModule,
  fail,
  type ModuleContext,
  maskSecrets,
  ok,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type { Context } from '../../context.ts'
import { SYSTEM } from '../../platform/actor.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { askModule } from './ask-module.ts'
import { noteCall } from './gate.ts'
import { recordHealth } from './health.ts'
import { moduleContext } from './module-context.ts'
import { moduleServer, type ServerRow, serverSecretValues } from './module-server.ts'

/** One question to a server outside of any operation: it changes nothing there. */
export interface ServerQuestion<T> {
  row: ServerRow
  /** The longest that it may take, in milliseconds. */
  limitMs: number
  run(
    context: ModuleContext,
    asked: { module: DeliveryModule; server: ServerConfig },
  ): Promise<Result<T>>
  /** Reads the value; throws with what is wrong. */
  read(value: unknown): T
}

/**
 * Asks a server, outside of any transaction. A module that throws, hangs or answers nonsense is an
 * error like any other; that credentials are refused, or that the server asks us to wait, is kept.
 */
export async function askServer<T>(ctx: Context, question: ServerQuestion<T>): Promise<Result<T>> {
  const { row, limitMs } = question
  if (ctx.safeMode.current) return fail('transient', 'Berth is in safe mode: no server is asked')
  const module = ctx.modules.get(row.type)
  if (!module) return fail('config', `No module is installed for the type ${row.type}`)
  const opened = moduleServer(ctx, row)
  if (!opened.ok) return opened
  const server = opened.value
  const secrets = serverSecretValues(ctx, row.type, server)
  const answer = await askModule({
    limitMs,
    abort: new AbortController().signal,
    mask: (words) => maskSecrets(words, secrets),
    run: (signal) => {
      const context = moduleContext(ctx, {
        type: row.type,
        server,
        signal,
        requestLimitMs: limitMs,
      })
      return question.run(context, { module, server })
    },
    read: question.read,
  })
  if (answer.kind === 'value') return ok(answer.value)
  if (answer.kind === 'lost') return fail('transient', answer.message)
  await noteRefusal(ctx, row.id, answer.error)
  return { ok: false, error: answer.error }
}

/**
 * What a refusal says about the whole server: its queue is paused for credentials that are refused,
 * and for as long as it asks us to wait. What cannot be kept is only logged.
 */
export async function noteRefusal(
  ctx: Context,
  serverId: string,
  { code, message, retryAfterMs }: { code: string; message: string; retryAfterMs?: number },
): Promise<void> {
  const isLockedOut = code === 'auth'
  if (!isLockedOut && retryAfterMs === undefined) return
  const env = { ctx, actor: SYSTEM, now: ctx.clock.now(), cause: { kind: 'system' as const } }
  try {
    await inTransaction(ctx, async (tx) => {
      if (isLockedOut) await recordHealth(tx, env, serverId, { health: 'unhealthy', message })
      const finding = isLockedOut
        ? ({ kind: 'locked_out', cause: 'auth' } as const)
        : ({ kind: 'rate_limited', retryAfterMs: retryAfterMs ?? 0 } as const)
      await noteCall(tx, env, serverId, { finding, message, operationId: null })
    })
  } catch (err) {
    ctx.log.warn({ err, serverId }, 'what a server said of itself could not be kept')
  }
}
