import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { type Listener, openListener } from '../../platform/listener.ts'
import { notify } from '../../platform/notifications.ts'
import { beginRun, type Run, readIdentity, readStored } from './begin-run.ts'
import { isBehind, type Suspicion } from './judge.ts'
import { writeMirror } from './mirror.ts'

/** NOTIFY channel: safe mode has begun or ended. */
export const INSTALLATION_CHANNEL = 'installation'

/** How often a run leaves its mark: no older backup than that goes unnoticed. */
const BEAT_MS = 60_000

/**
 * Begins the run of this process and watches over it: safe mode is known before anything is served
 * or taken up, and in every process at once when it begins or ends. While it runs the epoch goes up
 * each minute; a database that falls behind was replaced under us.
 */
export async function watchInstallation(ctx: Context): Promise<Listener> {
  let run: Run | null = null
  const follow = async (begun: Run) => {
    run = begun
    ctx.safeMode.set(begun.safeMode)
    if (!begun.safeMode) await mirror(ctx, begun)
  }
  const quietly = (work: () => Promise<void>) =>
    work().catch((err) => ctx.log.warn({ err }, 'installation'))
  const listener = await openListener({
    url: ctx.config.databaseUrl,
    channels: {
      [INSTALLATION_CHANNEL]: () =>
        void quietly(async () => {
          if (run) await follow(await readAgain(ctx, run))
        }),
    },
    async onConnect(client) {
      const begun = await beginRun(client, ctx)
      await follow(begun)
      if (begun.safeMode) await notify(ctx.db, INSTALLATION_CHANNEL, '')
    },
    onError: (err) => ctx.log.warn({ err }, 'listener'),
  })
  const beat = setInterval(
    () =>
      void quietly(async () => {
        if (run) await follow(await leaveMark(ctx, run))
      }),
    BEAT_MS,
  )
  beat.unref()
  return {
    async close() {
      clearInterval(beat)
      await listener.close()
    },
  }
}

/** What the row says by now. */
async function readAgain(ctx: Context, run: Run): Promise<Run> {
  const stored = await readStored(ctx.db.$client)
  if (!stored) return run
  const { row, safeMode } = stored
  return { ...run, ...row, identity: run.identity, safeMode }
}

/** Raises the epoch, unless the database is not the one that this run began on. */
export async function leaveMark(ctx: Context, run: Run): Promise<Run> {
  const pool = ctx.db.$client
  const stored = await readStored(pool)
  if (!stored) return run
  const identity = await readIdentity(pool)
  const suspicion = stored.safeMode === null ? replaced(run, { ...stored.row, identity }) : null
  if (suspicion) {
    await enterSafeMode(ctx, suspicion, run.confirmations)
    return readAgain(ctx, run)
  }
  if (stored.safeMode === null)
    await ctx.db.execute(sql`update installation set run_epoch = run_epoch + 1`)
  return readAgain(ctx, run)
}

function replaced(
  run: Run,
  row: Pick<Run, 'confirmations' | 'epoch' | 'identity'>,
): Suspicion | null {
  const inPlace = row.identity.tableOid !== run.identity.tableOid
  return inPlace || isBehind(row, run) ? { code: 'older_backup' } : null
}

async function enterSafeMode(
  ctx: Context,
  because: Suspicion,
  confirmations: number,
): Promise<void> {
  await ctx.db.execute(sql`
    update installation set safe_since = ${new Date(ctx.clock.now()).toISOString()}::timestamptz,
      safe_because = ${JSON.stringify(because)}::jsonb,
      confirmations = greatest(confirmations, ${confirmations})
    where safe_since is null`)
  await notify(ctx.db, INSTALLATION_CHANNEL, '')
}

/** A folder that cannot be written is told once a minute, and does not stop the run. */
async function mirror(ctx: Context, run: Run): Promise<void> {
  const { folder, place, installationId, confirmations, epoch } = run
  if (folder === null || place === null) return
  try {
    await writeMirror(folder, { installationId, confirmations, epoch, place })
  } catch (err) {
    ctx.log.warn({ err, folder }, 'the data folder cannot keep installation.json')
  }
}
