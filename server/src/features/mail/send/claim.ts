import { and, asc, eq, lte, min, not, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import { waitingJob } from '../../../platform/job-queues.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { serviceSchedule, services } from '../../services/tables.ts'
import { composeDigest } from '../digest/compose.ts'
import { mails } from '../tables.ts'
import { openDesk } from '../write/writer.ts'
import { grantMails, paceAllowsAt } from './pace.ts'

export type Mail = typeof mails.$inferSelect

/** After a crash the next attempt begins then. Longer than an attempt can take. */
const LEASE_MS = 10 * MINUTE

/** Which of the due mails are to be taken, and how many at most. */
export interface MailWish {
  isAwaited: boolean
  limit: number
}

export interface Claimed {
  /** To be sent. */
  mails: Mail[]
  /** How many were due and might leave, with those that had nothing to say any more. */
  taken: number
  /** Something is due, and the limit of mails per minute holds it. */
  isHeld: boolean
}

/** Takes due mails: the attempt is on record before anything leaves. */
export async function claimMails(ctx: Context, now: Instant, wish: MailWish): Promise<Claimed> {
  return inTransaction(ctx, async (tx) => {
    const ready = await tx
      .select()
      .from(mails)
      .where(and(isReady(wish.isAwaited, now), lte(mails.dueAt, now)))
      .orderBy(asc(mails.dueAt), asc(mails.id))
      .limit(wish.limit)
      .for('update', { skipLocked: true })
    if (ready.length === 0) return { mails: [], taken: 0, isHeld: false }
    const asked = { now, wanted: ready.length, isAwaited: wish.isAwaited }
    const due = ready.slice(0, await grantMails(tx, ctx, asked))
    if (due.length === 0) return { mails: [], taken: 0, isHeld: true }
    for (const mail of due) if (isNewDigest(mail)) await composeAnew(tx, ctx, mail)
    const claimed = await tx
      .update(mails)
      .set({ attempts: sql`${mails.attempts} + 1`, dueAt: now + LEASE_MS })
      .where(
        anyOf(
          mails.id,
          due.map((mail) => mail.id),
        ),
      )
      .returning()
    return { mails: claimed, taken: due.length, isHeld: false }
  })
}

const isNewDigest = ({ template, attempts }: Mail) => template === 'digest' && attempts === 0

/** So long at most the day's mail waits for services whose moment came with its own. */
const COLLECTING_MS = 5 * MINUTE

/**
 * The day's mail waits for what the same run of the automation has still to tell this customer:
 * many services have something to say at the very minute at which mails may leave.
 */
const stillCollects = (now: Instant) => sql`(
  ${mails.template} = 'digest' and ${mails.attempts} = 0
  and (${waitingJob('mail.write', 'customerId', sql`${mails.customerId}::text`)}
    or ${mails.dueAt} between ${instantToSql(now - COLLECTING_MS)} and ${instantToSql(now)}
      and exists (
        select 1 from ${services} join ${serviceSchedule}
          on ${serviceSchedule.serviceId} = ${services.id}
        where ${services.customerId} = ${mails.customerId}
          and ${serviceSchedule.nextAt} <= ${instantToSql(now)})))`

/** What may leave when its moment has come. */
function isReady(isAwaited: boolean, now: Instant): SQL | undefined {
  const queued = and(eq(mails.state, 'queued'), eq(mails.isAwaited, isAwaited))
  return isAwaited ? queued : and(queued, not(stillCollects(now)))
}

/** When the next mail that is ready may leave; null when none waits. */
export async function nextMailDue(ctx: Context, isAwaited: boolean): Promise<Instant | null> {
  const [row] = await ctx.db
    .select({ at: min(mails.dueAt) })
    .from(mails)
    .where(isReady(isAwaited, ctx.clock.now()))
  const at = row?.at ?? null
  return at === null || isAwaited ? at : Math.max(at, (await paceAllowsAt(ctx)) ?? at)
}

/** One that has nothing to say any more never was a mail. */
async function composeAnew(tx: Tx, ctx: Context, mail: Mail): Promise<void> {
  const composed = await composeDigest(await openDesk(tx, ctx), mail)
  if (composed) await tx.update(mails).set(composed).where(eq(mails.id, mail.id))
  else await tx.delete(mails).where(eq(mails.id, mail.id))
}
