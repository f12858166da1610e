import type { Context } from './context.ts'
import { startWorker, type Worker } from './worker.ts'

/**
 * A worker that rests while the installation is in safe mode: no due loop, no job. It starts when an
 * owner has confirmed, and stops when safe mode begins.
 */
export async function startSafeWorker(ctx: Context): Promise<Worker> {
  let worker: Worker | null = null
  let stopping = false
  let turn: Promise<void> = Promise.resolve()

  async function adjust(): Promise<void> {
    const wanted = ctx.safeMode.current === null && !stopping
    if (wanted && !worker) worker = await startWorker(ctx)
    if (wanted || !worker) return
    await worker.stop()
    await ctx.jobs.rest()
    worker = null
  }
  /** One change after the other, whoever asks. */
  function inTurn(): Promise<void> {
    const mine = turn.then(adjust)
    turn = mine.catch((err) => ctx.log.error({ err }, 'the worker could not follow safe mode'))
    return mine
  }

  ctx.safeMode.onChange(() => void inTurn().catch(() => {}))
  await inTurn()
  return {
    async stop() {
      stopping = true
      await turn
      await worker?.stop()
    },
  }
}
