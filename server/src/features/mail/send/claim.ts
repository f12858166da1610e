import { and, asc, eq, lte, min, not, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import { type Instant, MINUTE } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import type { Tx } from '../../../platform/db.ts'
import { waitingJob } from '../../../platform/job-queues.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { composeDigest } from '../digest/compose.ts'
import { mails } from '../tables.ts'
import { openDesk } from '../write/writer.ts'

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
  /** How many were due, with those that had nothing to say any more. */
  taken: number
}

/** Takes due mails: the attempt is on record before anything leaves. */
export async function claimMails(ctx: Context, now: Instant, wish: MailWish): Promise<Claimed> {
  return inTransaction(ctx, async (tx) => {
    const due = await tx
      .select()
      .from(mails)
      .where(and(isReady(wish.isAwaited), lte(mails.dueAt, now)))
      .orderBy(asc(mails.dueAt), asc(mails.id))
      .limit(wish.limit)
      .for('update', { skipLocked: true })
    if (due.length === 0) return { mails: [], taken: 0 }
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
    return { mails: claimed, taken: due.length }
  })
}

const isNewDigest = ({ template, attempts }: Mail) => template === 'digest' && attempts === 0

/** The day's mail waits for what the same run of the automation has still to tell this customer. */
const stillCollects = sql`(
  ${mails.template} = 'digest' and ${mails.attempts} = 0
  and ${waitingJob('mail.write', 'customerId', sql`${mails.customerId}::text`)})`

/** What may leave when its moment has come. */
function isReady(isAwaited: boolean): SQL | undefined {
  const queued = and(eq(mails.state, 'queued'), eq(mails.isAwaited, isAwaited))
  return isAwaited ? queued : and(queued, not(stillCollects))
}

/** When the next mail that is ready may leave; null when none waits. */
export async function nextMailDue({ db }: Context, isAwaited: boolean): Promise<Instant | null> {
  const [row] = await db
    .select({ at: min(mails.dueAt) })
    .from(mails)
    .where(isReady(isAwaited))
  return row?.at ?? null
}

/** One that has nothing to say any more never was a mail. */
async function composeAnew(tx: Tx, ctx: Context, mail: Mail): Promise<void> {
  const composed = await composeDigest(await openDesk(tx, ctx), mail)
  if (composed) await tx.update(mails).set(composed).where(eq(mails.id, mail.id))
  else await tx.delete(mails).where(eq(mails.id, mail.id))
}
