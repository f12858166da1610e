import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import type { DueLoop } from '../../../platform/due.ts'
import { emit } from '../../../platform/events.ts'
import { kept } from '../../../platform/kept-query.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { inTransaction } from '../../../platform/transaction.ts'
import { markDocumentMailed } from '../../documents/mark-mailed.ts'
import { wakeServices } from '../../services/wake.ts'
import { mails } from '../tables.ts'
import { CONNECTIONS, type SendResult } from '../transport.ts'
import { AWAITED_CHANNEL, MAILS_CHANNEL } from '../write/wake-sending.ts'
import { claimMails, type Mail, nextMailDue } from './claim.ts'
import { outgoing } from './outgoing.ts'
import { nextAttempt } from './retry-ladder.ts'

/** How often due mails are looked for when nobody says that there is one. */
const EVERY_MS = 15_000

/** A few mails with their PDFs let what is more urgent go first for so long at most. */
const STEP_BACK_MS = 2000

/** How long what the limit holds rests between two looks. */
const HELD_MS = 1000

/** How long a stopping worker waits for answers; a mail without one is tried again later. */
const DRAIN_MS = 8000

/** Mails by which a customer learns of an amount to pay. */
const ANNOUNCING: ReadonlySet<string> = new Set(['document_opened', 'document_issued', 'digest'])

/** Sends what people wait for, whatever else is to be sent. By any number of workers. */
export function awaitedMailLoop(ctx: Context): DueLoop {
  return sendingLoop(ctx, { name: 'mails.awaited', channel: AWAITED_CHANNEL, isAwaited: true })
}

/** Sends everything else behind what is more urgent. By any number of workers. */
export function mailLoop(ctx: Context): DueLoop {
  return sendingLoop(ctx, { name: 'mails', channel: MAILS_CHANNEL, isAwaited: false })
}

interface Sending {
  name: string
  channel: string
  isAwaited: boolean
}

/** As many mails are under way as connections may be; where one ends, the next begins. */
function sendingLoop(ctx: Context, { name, channel, isAwaited }: Sending): DueLoop {
  const underWay = new Set<Promise<void>>()

  function start(mail: Mail): void {
    const sending = sendOne(ctx, mail)
      .catch((err) => ctx.log.error({ err, mailId: mail.id }, 'the outcome of a mail'))
      .finally(() => underWay.delete(sending))
    underWay.add(sending)
  }

  async function look(now: Instant) {
    if (!isAwaited) await ctx.jobs.quiet(STEP_BACK_MS)
    // Claimed several at a time: each claim is a transaction.
    while (underWay.size > CONNECTIONS / 2) await Promise.race(underWay)
    const limit = CONNECTIONS - underWay.size
    const { mails: claimed, ...outcome } = await claimMails(ctx, now, { isAwaited, limit })
    if (claimed.length > 0 && (await ctx.mail.keeps?.())) await keepAll(ctx, claimed)
    else for (const mail of claimed) start(mail)
    return outcome
  }

  /** What the limit of mails per minute holds is looked at again soon. */
  async function takeDue(now: Instant): Promise<number> {
    const { taken, isHeld } = await look(now)
    if (isHeld) await sleep(HELD_MS)
    return isHeld ? 1 : taken
  }

  const settled = async () => {
    while (underWay.size > 0) await Promise.race(underWay)
  }

  return {
    name,
    channel,
    everyMs: EVERY_MS,
    takeDue,
    async runDue(now) {
      const { taken } = await look(now)
      await settled()
      return taken
    },
    nextDue: () => nextMailDue(ctx, isAwaited),
    stop: () => Promise.race([settled(), sleep(DRAIN_MS, undefined, { ref: false })]),
  }
}

/** Together, but for those that touch services and documents: each of these in its lock order. */
async function keepAll(ctx: Context, claimed: readonly Mail[]): Promise<void> {
  const plain = claimed.filter((mail) => !ANNOUNCING.has(mail.template))
  const announcing = claimed.filter((mail) => ANNOUNCING.has(mail.template)).map((mail) => [mail])
  for (const group of [plain, ...announcing].filter(({ length }) => length > 0)) {
    await inTransaction(ctx, async (tx) => {
      for (const mail of group) await recordResult(tx, mail, { kind: 'kept' }, ctx.clock.now())
    })
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
  const [current] = await kept(
    tx
      .update(mails)
      .set(outcomeOf(mail, result, now))
      .where(
        and(eq(mails.id, mail.id), eq(mails.state, 'queued'), eq(mails.attempts, mail.attempts)),
      )
      .returning({ state: mails.state }),
  )
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
      return { state: 'kept', sentAt: now, dueAt: null, error: null, isFirst: false }
    case 'failed': {
      const dueAt = result.permanent ? null : nextAttempt(mail.attempts, now)
      return { state: dueAt === null ? 'failed' : 'queued', dueAt, error: result.message }
    }
  }
}
