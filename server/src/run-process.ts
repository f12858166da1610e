import { openContext } from './build-context.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { watchInstallation } from './features/installation/watch-installation.ts'
import { secretKeyFits } from './features/settings/check-secret-key.ts'
import { firstStart } from './first-start.ts'
import { publicLink } from './platform/public-link.ts'
import { say } from './platform/text.ts'
import { prepareDatabase } from './prepare-database.ts'
import { startSafeWorker } from './safe-worker.ts'
import { loadSandboxClock } from './sandbox-clock.ts'
import { explained, Stop } from './stop.ts'
import { watchWorkers } from './watch-workers.ts'
import { startWeb } from './web.ts'

interface Parts {
  web?: boolean
  worker?: boolean
  migrate?: boolean
}

/** Less than whoever stops the process waits before it is killed. */
const DRAIN_MS = 12_000

const WRONG_KEY =
  'the secret key (BERTH_SECRET_KEY, or the file secret-key in DATA_DIR) is not the one that this ' +
  'database was made with; start with that one'

/**
 * Runs the parts until told to stop, then drains them in order. `before` is done once the database
 * is ready, before anything is served.
 */
export async function runProcess(
  config: Config,
  parts: Parts,
  before: (ctx: Context) => Promise<void> = async () => {},
): Promise<void> {
  const stop = stopRequested()
  await prepareDatabase(config, parts)
  const { ctx, close } = await openContext(config)
  const running: { stop(): Promise<void> }[] = []
  try {
    if (!(await secretKeyFits(ctx))) throw new Stop(WRONG_KEY)
    if (config.sandbox) await loadSandboxClock(ctx)
    const watched = await watchInstallation(ctx)
    running.push({ stop: () => watched.close() })
    await before(ctx)
    const setupLink = parts.web ? await firstStart(ctx) : null
    // First what may be refused: a busy port must end the start before any work is taken up.
    const web = parts.web ? await startWeb(ctx) : null
    if (web) running.push(web)
    if (parts.worker) running.push(await startSafeWorker(ctx))
    else running.push(watchWorkers(ctx))
    process.stdout.write(web ? `Berth is ready at ${web.address}\n` : 'Berth is at work\n')
    if (ctx.safeMode.current) process.stdout.write(safeModeNotice(ctx))
    if (setupLink) process.stdout.write(`Set up the first staff account: ${setupLink}\n`)
  } catch (error) {
    for (const part of running) await part.stop()
    await close()
    throw explained(error, config)
  }
  await stop
  // What cannot be drained, a connection that went away for instance, is found by the next start.
  setTimeout(() => {
    ctx.log.warn('not everything could be finished in time')
    process.exit(0)
  }, DRAIN_MS).unref()
  for (const part of running) await part.stop()
  await close()
  process.exit(0)
}

/** Nothing else says at the start that nothing will happen. */
function safeModeNotice({ safeMode, config }: Context): string {
  const code = safeMode.current?.because.code ?? ''
  return `Safe mode: ${say(`safe_mode.${code}`, 'en')} Nothing is sent, charged, numbered or delivered until an owner confirms: ${publicLink(config, '/admin/automation/safe-mode')}\n`
}

/**
 * Resolves on Ctrl-C, SIGTERM, or when the launcher that started this process is gone. Listened to
 * from the first moment, so that a stop during the start is not missed.
 */
function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    process.once('disconnect', () => resolve())
  })
}
