import type { ModuleError } from '@berth/sdk'
import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { DAY } from '../../../domain/instant.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { reconciliationSchedule, reconciliationSeen, reconciliations } from '../tables.ts'
import { openServer } from './ask-server.ts'
import { fixRunning } from './auto-fix.ts'
import { type Claim, leaseMs, type Run } from './claim.ts'
import { confirmOwners } from './confirm-owners.ts'
import { type Listing, RunGivenUp, readListing } from './listing.ts'
import { plansOfServices } from './plans-of-services.ts'
import { type Raised, raiseDrift } from './raise.ts'
import { confirmMissing, findVanished, isSuspect } from './vanished.ts'

/** How long reports are kept. */
const REPORT_DAYS = 30

/** More rows than this change what the database should expect of the table. */
const MANY = 2000

const said = ({ code, message }: ModuleError) => ({ errorCode: code, errorMessage: message })

/** Another process takes it up at once. */
const INTERRUPTED = {
  errorCode: 'interrupted',
  errorMessage: 'The process that compared was stopped',
}

/** Compares a server with the books, from its listing to the report. Never throws. */
export async function carryOutRun(ctx: Context, claim: Claim, abort: AbortSignal): Promise<void> {
  const { run } = claim
  try {
    const error = await compare(ctx, claim, abort)
    if (error) await finish(ctx, claim, abort.aborted ? INTERRUPTED : said(error))
  } catch (err) {
    if (err instanceof RunGivenUp) return
    ctx.log.error({ err, reconciliationId: run.id, serverId: run.serverId }, 'reconciliation')
    const errorMessage = 'An error of ours; see the log of the program'
    await finish(ctx, claim, { errorCode: 'internal', errorMessage }).catch((failed) =>
      ctx.log.error({ err: failed, reconciliationId: run.id }, 'reconciliation report'),
    )
  }
}

async function compare(
  ctx: Context,
  claim: Claim,
  abort: AbortSignal,
): Promise<ModuleError | null> {
  const { run, server } = claim
  const asked = openServer(ctx, server, abort)
  if (!asked.ok) return asked.error
  const listing = await readListing(ctx, claim, asked.value)
  if (!listing.ok) return listing.error
  if (listing.value.resources > MANY) await ctx.db.execute(sql`analyze reconciliation_seen`)
  const vanished = await findVanished(ctx, claim)
  const counts = { known: vanished.known, vanished: vanished.serviceIds.length }
  if (isSuspect(vanished) && !run.confirmed) {
    await finish(ctx, claim, { ...counts, suspect: true })
    return null
  }
  const { module } = asked.value
  const keepAlive = () => holdOn(ctx, run, leaseMs(module.timeLimitMs))
  const { serviceIds } = vanished
  const missing = await confirmMissing(ctx, asked.value, { serviceIds, keepAlive })
  const plans = await plansOfServices(ctx.db, module, server.id)
  const setsOwners = module.changeOwner !== undefined
  await finish(ctx, claim, counts, async (tx) => {
    if (setsOwners) await confirmOwners(tx, run)
    return raiseDrift(tx, ctx, { run, plans, setsOwners, missing })
  })
  if (claim.autoFixRunning) await fixRunning(ctx, run)
  return null
}

/** Moves the lease on; a run that has lost its server ends here. */
async function holdOn(ctx: Context, run: Run, lease: number): Promise<void> {
  const held = await ctx.db
    .update(reconciliationSchedule)
    .set({ leaseUntil: sql`clock_timestamp() + ${lease} * interval '1 millisecond'` })
    .where(ownedBy(run))
    .returning({ serverId: reconciliationSchedule.serverId })
  if (held.length === 0) throw new RunGivenUp()
}

const ownedBy = ({ id, serverId }: Run) =>
  and(eq(reconciliationSchedule.serverId, serverId), eq(reconciliationSchedule.runId, id))

type Report = Partial<Listing> &
  Partial<Pick<Run, 'known' | 'vanished' | 'suspect' | 'errorCode' | 'errorMessage'>>

/** The report, the inbox and the end of the claim, all in one: a run counts once or not at all. */
async function finish(
  ctx: Context,
  { run }: Claim,
  report: Report,
  raise?: (tx: Tx) => Promise<Raised>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const released = await tx
      .update(reconciliationSchedule)
      .set({
        ...{ runId: null, leaseUntil: null },
        ...(report.errorCode === INTERRUPTED.errorCode ? { dueAt: ctx.clock.now() } : {}),
      })
      .where(ownedBy(run))
      .returning({ serverId: reconciliationSchedule.serverId })
    if (released.length === 0) throw new RunGivenUp()
    const raised = await raise?.(tx)
    await alertStaff(tx, run, report, raised)
    await tx
      .update(reconciliations)
      .set({
        ...report,
        state: report.errorCode == null ? 'finished' : 'failed',
        finishedAt: ctx.clock.now(),
        found: raised?.total ?? 0,
        settled: raised?.settled ?? 0,
      })
      .where(eq(reconciliations.id, run.id))
    await tx.delete(reconciliationSeen).where(eq(reconciliationSeen.runId, run.id))
    await forgetOld(tx, run)
    await tellChanged(tx, [{ subject: 'server', id: run.serverId, customerId: null }])
  })
}

/** One digest for all that is new; a server that stays suspect is told of once. */
async function alertStaff(tx: Tx, run: Run, report: Report, raised?: Raised): Promise<void> {
  const about = { reconciliationId: run.id, serverId: run.serverId }
  if (raised && raised.total > 0) emit(tx, 'drift.found', [{ ...about, found: raised.found }])
  if (!report.suspect) return
  const { rows } = await tx.execute<{ suspect: boolean }>(sql`
    select r.suspect from reconciliations r
    where r.server_id = ${run.serverId} and r.state = 'finished' and r.id <> ${run.id}
    order by r.started_at desc, r.id desc limit 1`)
  const { known, vanished } = report
  if (!rows[0]?.suspect) emit(tx, 'server.suspect', [{ ...about, known, vanished }])
}

async function forgetOld(tx: Tx, { serverId, startedAt }: Run): Promise<void> {
  await tx.execute(sql`
    delete from reconciliations r where r.server_id = ${serverId}
      and r.started_at < ${instantToSql(startedAt - REPORT_DAYS * DAY)}::timestamptz`)
}
