import {
  type DeliveryModule,
  fail,
  type ModuleContext,
  type ModuleError,
  maskSecrets,
  ok,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type { Context } from '../../../context.ts'
import { askModule } from '../../servers/ask-module.ts'
import { noteRefusal } from '../../servers/ask-server.ts'
import { moduleContext } from '../../servers/module-context.ts'
import { moduleServer, type ServerRow, serverSecretValues } from '../../servers/module-server.ts'

/** A server that can be asked, as long as its module behaves or not. */
export interface AskedServer {
  module: DeliveryModule
  server: ServerConfig
  /**
   * With a deadline, apart from everything else, secrets masked in what went wrong; `read` throws with
   * what is wrong about an answer.
   */
  ask<T>(
    read: (value: unknown) => T,
    question: (context: ModuleContext) => Promise<Result<unknown>>,
  ): Promise<{ ok: true; value: T } | { ok: false; error: ModuleError }>
}

/** Refuses with what is wrong with the server's settings. */
export function openServer(ctx: Context, row: ServerRow, abort: AbortSignal): Result<AskedServer> {
  const module = ctx.modules.get(row.type)
  if (!module) return fail('config', `No module is installed for the type ${row.type}`)
  const opened = moduleServer(ctx, row)
  if (!opened.ok) return opened
  const server = opened.value
  const secrets = serverSecretValues(ctx, row.type, server)
  return ok({
    module,
    server,
    async ask<T>(
      read: (value: unknown) => T,
      question: (context: ModuleContext) => Promise<Result<unknown>>,
    ) {
      const answer = await askModule<T>({
        limitMs: module.timeLimitMs,
        abort,
        mask: (words) => maskSecrets(words, secrets),
        read,
        run: async (signal) =>
          (await question(moduleContext(ctx, { type: row.type, server, signal }))) as Result<T>,
      })
      if (answer.kind === 'value') return ok(answer.value)
      if (answer.kind === 'lost') return fail('transient', answer.message)
      await noteRefusal(ctx, row.id, answer.error)
      return { ok: false, error: answer.error }
    },
  })
}
