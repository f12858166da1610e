import { and, eq, sql } from 'drizzle-orm'
import type { EventPayload } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { insertMany } from '../../../platform/insert-many.ts'
import { tellChanged } from '../../../platform/stream.ts'
import { updateMany } from '../../../platform/update-many.ts'
import { loadDocuments } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { loadAutomated } from '../../services/automated-subject.ts'
import { mailDigestItems, mails } from '../tables.ts'
import { wakeSending } from '../write/wake-sending.ts'
import { type Correspondent, correspondents, type Desk } from '../write/writer.ts'
import {
  collect,
  dayKey,
  inMailHours,
  LATE_MS,
  type NewItem,
  newDigest,
  noteLater,
  serviceItem,
  type Timing,
} from './collect.ts'
import { composeDigests } from './compose.ts'

const KINDS: Record<string, 'reminder' | 'final_notice'> = {
  'service.reminder_due': 'reminder',
  'service.final_notice_due': 'final_notice',
}

/** True for what goes into the day's mail to its customer. */
export function isCollected({ event, mailAt }: EventPayload): boolean {
  return (event === 'document.opened' && typeof mailAt === 'number') || String(event) in KINDS
}

interface Wanted {
  who: Correspondent
  item: NewItem
  timing: Timing
}

/**
 * Lists what many events tell in the mails of their day, each of which is composed once, in a
 * handful of statements. Where the day's mail is on its way already, its item is listed by itself.
 */
export async function collectMany(desk: Desk, payloads: readonly EventPayload[]): Promise<void> {
  const wanted = await notListed(desk, [
    ...(await servicesOf(desk, payloads)),
    ...(await documentsOf(desk, payloads)),
  ])
  if (wanted.length === 0) return
  const digests = await openDigests(desk, wanted)
  const placed = digests.filter(({ mailId }) => mailId !== null)
  // In the order of the events: ids of one millisecond are in no order of their own.
  const ids = placed.map(newId).sort()
  await insertMany(
    desk.tx,
    mailDigestItems,
    placed.map(({ one, mailId }, index) => ({
      id: ids[index] ?? newId(),
      mailId: mailId ?? '',
      customerId: one.who.customer.id,
      createdAt: desk.now,
      facts: {},
      ...one.item,
    })),
    sql`on conflict (dedupe_key) do nothing`,
  )
  for (const { one, leavesAt } of placed.toSorted(byDocument))
    await noteLater(desk.tx, { item: one.item, mailAt: one.timing.mailAt }, leavesAt)
  const mailed = new Map(placed.map(({ one, mailId }) => [mailId ?? '', one.who.customer.id]))
  await compose(desk, mailed)
  for (const { one, mailId } of digests)
    if (mailId === null) await collect(desk, one.who, one.item, one.timing)
}

type Placed = Pick<Awaited<ReturnType<typeof openDigests>>[number], 'one'>

/** The order in which documents are locked. */
const byDocument = (a: Placed, b: Placed) =>
  (a.one.item.documentId ?? '') < (b.one.item.documentId ?? '') ? -1 : 1

async function documentsOf(desk: Desk, payloads: readonly EventPayload[]): Promise<Wanted[]> {
  const opened = payloads.filter(({ event }) => event === 'document.opened')
  const ids = opened.map(({ documentId }) => String(documentId))
  const documents = await loadDocuments(desk.tx, ids)
  const subjects = [...documents.values()]
  const writtenTo = await correspondents(
    desk,
    subjects.map(({ document }) => document),
  )
  return opened.flatMap(({ documentId, mailAt }): Wanted[] => {
    const document = documents.get(String(documentId))?.document
    const who = document && writtenTo.get(document.customerId)
    if (!who || amountDue(document) === 0n) return []
    const { id } = document
    const item = { kind: 'document' as const, dedupeKey: `document:${id}`, documentId: id }
    return [{ who, item, timing: { mailAt: Number(mailAt), latestAt: null } }]
  })
}

async function servicesOf(desk: Desk, payloads: readonly EventPayload[]): Promise<Wanted[]> {
  const told = payloads.filter(({ event }) => String(event) in KINDS)
  const ids = told.map(({ serviceId }) => String(serviceId))
  const services = await loadAutomated(desk.tx, ids)
  const customerIds = told.map(({ customerId }) => ({ customerId: String(customerId) }))
  const writtenTo = await correspondents(desk, customerIds)
  return told.flatMap((payload): Wanted[] => {
    const service = services.get(String(payload.serviceId))?.service
    const who = writtenTo.get(String(payload.customerId))
    const kind = KINDS[String(payload.event)]
    return service && who && kind ? [{ who, ...serviceItem(kind, service, payload, desk.now) }] : []
  })
}

async function notListed({ tx }: Desk, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const keys = wanted.map(({ item }) => item.dedupeKey)
  const { rows } = await tx.execute<{ key: string }>(sql`
    select dedupe_key as key from mail_digest_items where dedupe_key = any(${sql.param(keys)}::text[])`)
  const listed = new Set(rows.map(({ key }) => key))
  return wanted.filter(({ item }) => !listed.has(item.dedupeKey))
}

/** The mail of its day for each, locked in one order; null where that is on its way already. */
async function openDigests(desk: Desk, wanted: readonly Wanted[]) {
  const { tx, now, zone } = desk
  const days = []
  for (const one of wanted) {
    const { mailAt } = one.timing
    const isLate = now - mailAt > LATE_MS
    const at = isLate ? await inMailHours(desk, one.who, now) : Math.max(mailAt, now)
    days.push({ one, at, key: dayKey(one.who, at, zone) })
  }
  const first = new Map(days.toReversed().map((day) => [day.key, day]))
  const keys = [...first.keys()].sort()
  await insertMany(
    tx,
    mails,
    [...first.values()]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ one, at, key }) => newDigest(one.who.to, { key, at, now })),
    sql`on conflict (dedupe_key) do nothing`,
  )
  const rows = await tx
    .select({ id: mails.id, key: mails.dedupeKey, dueAt: mails.dueAt })
    .from(mails)
    .where(
      and(
        sql`${mails.dedupeKey} = any(${sql.param(keys)}::text[])`,
        eq(mails.state, 'queued'),
        eq(mails.attempts, 0),
      ),
    )
    .orderBy(mails.dedupeKey)
    .for('update')
  const open = new Map(rows.map(({ key, ...mail }) => [key, mail]))
  return days.map(({ one, key }) => {
    const mail = open.get(key)
    return { one, mailId: mail?.id ?? null, leavesAt: mail?.dueAt ?? null }
  })
}

async function compose(desk: Desk, mailed: ReadonlyMap<string, string>): Promise<void> {
  const { tx } = desk
  const composed = await composeDigests(
    desk,
    [...mailed].map(([id, customerId]) => ({ id, customerId })),
  )
  await updateMany(
    tx,
    mails,
    [...composed].map(([id, mail]) => ({ id, ...mail })),
  )
  await tellChanged(
    tx,
    [...mailed].map(([id, customerId]) => ({ subject: 'mail', id, customerId })),
  )
  await wakeSending(tx)
}
