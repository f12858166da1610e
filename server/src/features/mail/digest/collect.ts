import { and, eq, inArray } from 'drizzle-orm'
import { addDays, localDate, startOfDay } from '../../../domain/calendar.ts'
import { HOUR, type Instant } from '../../../domain/instant.ts'
import type { Tx } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { markDocumentMailed } from '../../documents/mark-mailed.ts'
import type { Document } from '../../documents/settlement.ts'
import { loadServices } from '../../services/subject.ts'
import { customerMailHours, nextMailMoment } from '../mail-hours.ts'
import { type DigestFacts, mailDigestItems, mails } from '../tables.ts'
import { wakeSending } from '../write/wake-sending.ts'
import { type Correspondent, correspondent, type Desk, type Writer } from '../write/writer.ts'
import { composeDigest } from './compose.ts'

export type NewItem = Pick<typeof mailDigestItems.$inferInsert, 'kind' | 'dedupeKey'> & {
  documentId?: string
  serviceId?: string
  facts?: DigestFacts
}

/** A mail that is written so much later than planned asks for the hours again. */
export const LATE_MS = HOUR

/** A reminder that leaves so little before what it announces comes too late for anybody to act. */
const REMIND_AHEAD_MS = 6 * HOUR

export interface Timing {
  /** The earliest moment its mail may leave. */
  mailAt: Instant
  /** What would leave then or later leaves on its own day, in a further mail; null: it can wait. */
  latestAt: Instant | null
}

/** Lists a renewal's document in the day's mail. */
export async function collectDocument(
  desk: Desk,
  { id, customerId }: Document,
  mailAt: Instant,
): Promise<void> {
  const who = await correspondent(desk, customerId)
  const item = { kind: 'document' as const, dedupeKey: `document:${id}`, documentId: id }
  if (who) await collect(desk, who, item, { mailAt, latestAt: null })
}

/** Lists a service in the day's mail: a reminder before its expiry, a notice before its end. */
function collectService(kind: 'reminder' | 'final_notice'): Writer {
  return async (desk, payload) => {
    const { serviceId, customerId } = payload
    const who = await correspondent(desk, customerId)
    if (!who || typeof serviceId !== 'string') return []
    const subject = (await loadServices(desk.tx, [serviceId], desk.now)).get(serviceId)
    if (!subject) return []
    const { item, timing } = serviceItem(kind, subject.service, payload, desk.now)
    await collect(desk, who, item, timing)
    return []
  }
}

/** What is listed of a service, and when. */
export function serviceItem(
  kind: 'reminder' | 'final_notice',
  { id, expiresAt }: { id: string; expiresAt: Instant | null },
  payload: EventPayload,
  now: Instant,
): { item: NewItem; timing: Timing } {
  const { period, step, mailAt } = payload
  const { about, chargeAt, endsAt } = payload as DigestFacts
  const item: NewItem = {
    kind,
    dedupeKey: `${kind}:${id}:${period}:${step}`,
    serviceId: id,
    facts: kind === 'reminder' ? { about, chargeAt } : { endsAt },
  }
  const planned = typeof mailAt === 'number' ? mailAt : now
  // The end counts from the notice: a day that the notice waits is a day that the customer loses.
  const latestAt = kind === 'reminder' ? remindedBefore(expiresAt, chargeAt) : planned
  return { item, timing: { mailAt: planned, latestAt } }
}

/** Before the expiry, and before the charge that it announces. */
function remindedBefore(...announced: readonly (Instant | null | undefined)[]): Instant | null {
  const moments = announced.filter((moment) => typeof moment === 'number')
  return moments.length === 0 ? null : Math.min(...moments) - REMIND_AHEAD_MS
}

/**
 * Puts an item into the customer's mail of its day. Once that mail is on its way, the item waits
 * for the next day's; where that would be too late, it leaves at once in a further mail of the day.
 */
export async function collect(
  desk: Desk,
  who: Correspondent,
  item: NewItem,
  { mailAt, latestAt }: Timing,
): Promise<void> {
  const { tx, zone, now } = desk
  if (await isListed(desk, item.dedupeKey)) return
  const isLate = now - mailAt > LATE_MS
  const earliest = isLate ? await inMailHours(desk, who, now) : Math.max(mailAt, now)
  let at = earliest
  let mail = await openDigest(desk, who, { key: dayKey(who, at, zone), at })
  while (!mail) {
    at = await nextDay(desk, who, at)
    const tooLate = latestAt !== null && at >= latestAt
    mail = tooLate
      ? await openFurtherDigest(desk, who, earliest)
      : await openDigest(desk, who, { key: dayKey(who, at, zone), at })
  }
  await tx
    .insert(mailDigestItems)
    .values({ id: newId(), mailId: mail.id, customerId: who.customer.id, createdAt: now, ...item })
    .onConflictDoNothing({ target: mailDigestItems.dedupeKey })
  await noteLater(tx, { item, mailAt }, mail.dueAt)
  const composed = await composeDigest(desk, mail)
  if (composed) await tx.update(mails).set(composed).where(eq(mails.id, mail.id))
  await tellChanged(tx, [{ subject: 'mail', id: mail.id, customerId: who.customer.id }])
  await wakeSending(tx)
}

/** What counts from a document's mail counts from when the day's mail leaves. */
export async function noteLater(
  tx: Tx,
  { item: { documentId }, mailAt }: { item: NewItem; mailAt: Instant },
  leavesAt: Instant | null,
): Promise<void> {
  if (documentId === undefined || leavesAt === null || leavesAt <= mailAt) return
  await markDocumentMailed(tx, documentId, leavesAt)
}

async function isListed({ tx }: Desk, dedupeKey: string): Promise<boolean> {
  const rows = await tx
    .select({ id: mailDigestItems.id })
    .from(mailDigestItems)
    .where(eq(mailDigestItems.dedupeKey, dedupeKey))
  return rows.length > 0
}

export const dayKey = ({ customer }: Correspondent, at: Instant, zone: string) =>
  `digest:${customer.id}:${localDate(at, zone)}`

/** The first moment of the following day at which mails may leave. */
function nextDay(desk: Desk, who: Correspondent, at: Instant): Promise<Instant> {
  return inMailHours(desk, who, startOfDay(addDays(at, 1, desk.zone), desk.zone))
}

export async function inMailHours(
  { tx: db, zone }: Desk,
  { customer }: Correspondent,
  at: Instant,
) {
  return nextMailMoment({ db, zone }, await customerMailHours(db, customer), at)
}

/** A day's mail before anything is listed in it. */
export function newDigest(
  { customerId, address: toAddress, language }: Correspondent['to'],
  { key, at, now }: { key: string; at: Instant; now: Instant },
) {
  return {
    id: newId(),
    dedupeKey: key,
    template: 'digest',
    ...{ customerId, toAddress, language, subject: '', text: '', html: '' },
    state: 'queued' as const,
    dueAt: at,
    createdAt: now,
  }
}

/** The day's mail, locked while it takes items; null when it is on its way already. */
async function openDigest(
  { tx, now }: Desk,
  { to }: Correspondent,
  { key, at }: { key: string; at: Instant },
) {
  await tx
    .insert(mails)
    .values(newDigest(to, { key, at, now }))
    .onConflictDoNothing({ target: mails.dedupeKey })
  const [mail] = await tx
    .select()
    .from(mails)
    .where(and(eq(mails.dedupeKey, key), inArray(mails.state, ['queued']), eq(mails.attempts, 0)))
    .for('update')
  return mail ?? null
}

/** The day's second mail or a later one: the first of them that is not on its way yet. */
async function openFurtherDigest(desk: Desk, who: Correspondent, at: Instant) {
  for (let number = 2; ; number++) {
    const key = `${dayKey(who, at, desk.zone)}:${number}`
    const mail = await openDigest(desk, who, { key, at })
    if (mail) return mail
  }
}

export const digestWriters: Record<string, Writer> = {
  'service.reminder_due': collectService('reminder'),
  'service.final_notice_due': collectService('final_notice'),
}
