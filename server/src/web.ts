import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { clockChannel } from './clock-channel.ts'
import type { Context } from './context.ts'
import { type Listener, openListener } from './platform/listener.ts'
import { CHANGE_CHANNEL } from './platform/stream.ts'
import { watchAnswers } from './platform/watch-answers.ts'
import { offerProvider } from './sandbox-provider.ts'

export interface Web {
  address: string
  /** Takes no more requests, and lets those finish that are being answered. */
  stop(): Promise<void>
}

/** Serves API and web app on one port; throws `EADDRINUSE` and the like as Node does. */
export async function startWeb(ctx: Context): Promise<Web> {
  const app: FastifyInstance = await buildApp(ctx)
  const listener: Listener = await openListener({
    url: ctx.config.databaseUrl,
    channels: {
      [CHANGE_CHANNEL]: (payload) => ctx.changes.publish(payload),
      ...clockChannel(ctx),
    },
    onConnect: () => {},
    onError: (err) => ctx.log.warn({ err }, 'listener'),
  })
  if (app.sandboxProvider) await offerProvider(ctx, await app.sandboxProvider.get())
  const answers = watchAnswers(app.server)
  const address = await app.listen({ port: ctx.config.port, host: ctx.config.host })
  return {
    address,
    async stop() {
      ctx.changes.end()
      const closed = app.close()
      await answers.settled()
      app.server.closeAllConnections()
      await closed
      await listener.close()
    },
  }
}
