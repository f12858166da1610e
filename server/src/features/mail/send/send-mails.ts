import { and, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { emit } from '../../../platform/events.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { markDocumentMailed } from '../../documents/mark-mailed.ts'
import { wakeServices } from '../../services/wake.ts'
import { mails } from '../tables.ts'
import type { SendResult } from '../transport.ts'
import { MAILS_CHANNEL } from '../write/draft.ts'
import { claimMails, type Mail, nextMailDue } from './claim.ts'
import { outgoing } from './outgoing.ts'
import { nextAttempt } from './retry-ladder.ts'

/** How often due mails are looked for when nobody says that there is one. */
const EVERY_MS = 15_000

/** A few mails with their PDFs let what is more urgent go first for so long at most. */
const STEP_BACK_MS = 3000

/** Mails by which a customer learns of an amount to pay. */
const ANNOUNCING: ReadonlySet<string> = new Set(['document_opened', 'document_issued', 'digest'])

/** Sends what is due, by any number of workers. */
export function mailLoop(ctx: Context): DueLoop {
  return {
    name: 'mails',
    channel: MAILS_CHANNEL,
    everyMs: EVERY_MS,
    async runDue(now) {
      await ctx.jobs.quiet(STEP_BACK_MS)
      const claimed = await claimMails(ctx, now)
      await Promise.all(claimed.mails.map((mail) => sendOne(ctx, mail)))
      return claimed.taken
    },
    nextDue: () => nextMailDue(ctx),
  }
}

async function sendOne(ctx: Context, mail: Mail): Promise<void> {
  const result = await attempt(ctx, mail)
  if (result.kind === 'failed') {
    ctx.log.warn({ mailId: mail.id, attempts: mail.attempts, message: result.message }, 'mail')
  }
  await inTransaction(ctx, (tx) => recordResult(tx, mail, result, ctx.clock.now()))
}

/** Whatever goes wrong with one mail is that mail's failure. */
async function attempt(ctx: Context, mail: Mail): Promise<SendResult> {
  try {
    return await ctx.mail.send(await outgoing(ctx, mail))
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

/** Nothing is recorded for an attempt that was given up meanwhile and made again. */
async function recordResult(tx: Tx, mail: Mail, result: SendResult, now: Instant): Promise<void> {
  const [current] = await tx
    .update(mails)
    .set(outcomeOf(mail, result, now))
    .where(and(eq(mails.id, mail.id), eq(mails.state, 'queued'), eq(mails.attempts, mail.attempts)))
    .returning()
  if (!current) return
  if (current.state === 'failed') emit(tx, 'mail.failed', [{ mailId: mail.id }])
  else if (current.state !== 'queued' && mail.isFirst && ANNOUNCING.has(mail.template)) {
    await wakeServices(tx, mail.serviceIds, now)
    for (const id of [...mail.documentIds].sort()) await markDocumentMailed(tx, id, now)
  }
  await tellChanged(tx, [{ subject: 'mail', id: mail.id, customerId: mail.customerId }])
}

function outcomeOf(mail: Mail, result: SendResult, now: Instant): Partial<Mail> {
  switch (result.kind) {
    case 'sent':
      return { state: 'sent', sentAt: now, dueAt: null, error: null, isFirst: false }
    case 'kept':
      return { state: 'kept', dueAt: null, error: null, isFirst: false }
    case 'failed': {
      const dueAt = result.permanent ? null : nextAttempt(mail.attempts, now)
      return { state: dueAt === null ? 'failed' : 'queued', dueAt, error: result.message }
    }
  }
}
