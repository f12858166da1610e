import { clockChannel } from './clock-channel.ts'
import type { Context } from './context.ts'
import { features } from './features.ts'
import { type DueLoop, type DueRunner, startDueLoops } from './platform/due.ts'
import { type Listener, openListener } from './platform/listener.ts'
import type { JobHandlers } from './platform/run-jobs.ts'

export interface Worker {
  /** Stops taking up work and waits for what is going on. */
  stop(): Promise<void>
}

export function jobHandlers(ctx: Context): JobHandlers {
  return Object.assign({}, ...features.map((feature) => feature.jobs?.(ctx) ?? {}))
}

export function dueLoops(ctx: Context): DueLoop[] {
  return features.flatMap((feature) => feature.due?.(ctx) ?? [])
}

/** Takes up jobs and due rows continuously. */
export async function startWorker(ctx: Context): Promise<Worker> {
  const loops = dueLoops(ctx)
  await ctx.jobs.start(jobHandlers(ctx))
  const runner: DueRunner = startDueLoops(loops, ctx.clock, (loop, err) =>
    ctx.log.error({ err, loop }, 'due loop failed'),
  )
  const channels = new Set(loops.map((loop) => loop.channel ?? loop.name))
  const listener: Listener = await openListener({
    url: ctx.config.databaseUrl,
    channels: {
      ...Object.fromEntries([...channels].map((name) => [name, () => runner.wake(name)])),
      ...clockChannel(ctx),
    },
    onConnect: () => {
      for (const name of channels) runner.wake(name)
    },
    onError: (err) => ctx.log.warn({ err }, 'listener'),
  })
  return {
    async stop() {
      await listener.close()
      await runner.stop()
    },
  }
}
