import { asc } from 'drizzle-orm'
import type { Instant } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import { type DocumentSubject, loadDocuments } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { readOpenRenewals } from '../../renewals/read-renewals.ts'
import { type AutomatedSubject, loadAutomated } from '../../services/automated-subject.ts'
import { mailDigestItems, type mails } from '../tables.ts'
import { dueFacts, serviceIdsOf, transferFacts } from '../write/document-facts.ts'
import { composeMail } from '../write/draft.ts'
import { payBy } from '../write/pay-by.ts'
import {
  type Correspondent,
  correspondents,
  type Desk,
  SERVICES_PATH,
  servicePath,
} from '../write/writer.ts'

/** One thing that the day's mail lists. */
export type DigestItem = Pick<
  typeof mailDigestItems.$inferSelect,
  'kind' | 'documentId' | 'serviceId' | 'facts'
>

/** What the items of one or many mails speak of, read together. */
interface Gathered {
  now: Instant
  services: Map<string, AutomatedSubject>
  documents: Map<string, DocumentSubject>
  /** The document of each named service's open renewal. */
  renewals: Map<string, DocumentSubject>
  transfer: Awaited<ReturnType<typeof transferFacts>>
}

interface Composing extends Gathered {
  who: Correspondent
}

type Mail = Pick<typeof mails.$inferSelect, 'id' | 'customerId'>

/**
 * The day's mail from what it lists, as things stand at this moment: what was paid, cancelled or
 * has ended meanwhile is left out. Null when nothing is left to say.
 */
export async function composeDigest(desk: Desk, mail: Mail) {
  return (await composeDigests(desk, [mail])).get(mail.id) ?? null
}

/** The same for many mails; those with nothing left to say are missing. */
export async function composeDigests(desk: Desk, mailed: readonly Mail[]) {
  const writtenTo = await correspondents(desk, mailed)
  const items = await desk.tx
    .select()
    .from(mailDigestItems)
    .where(
      anyOf(
        mailDigestItems.mailId,
        mailed.map(({ id }) => id),
      ),
    )
    .orderBy(asc(mailDigestItems.createdAt), asc(mailDigestItems.id))
  const gathered = await gather(desk, items)
  const ofMail = Map.groupBy(items, ({ mailId }) => mailId)
  const composed = new Map<string, Awaited<ReturnType<typeof composeOne>>>()
  for (const { id, customerId } of mailed) {
    const who = writtenTo.get(customerId ?? '')
    const digest = who && describe({ ...gathered, who }, ofMail.get(id) ?? [])
    if (who && digest) composed.set(id, await composeOne(desk, who, digest))
  }
  return composed
}

async function composeOne(desk: Desk, { to }: Correspondent, { facts, ...about }: Digest) {
  return {
    ...(await composeMail(desk.tx, { template: 'digest', to, facts })),
    toAddress: to.address,
    language: to.language,
    ...about,
  }
}

/** What the day's mail says of these; null when nothing is left to say. */
export async function digestFacts(desk: Desk, who: Correspondent, items: readonly DigestItem[]) {
  return describe({ ...(await gather(desk, items)), who }, items)
}

type Digest = NonNullable<ReturnType<typeof describe>>

function describe(composing: Composing, items: readonly DigestItem[]) {
  const listed = listItems(composing, items)
  if (listed.serviceIds.size === 0) return null
  const { documents, reminders, finalNotices } = listed
  const asksForMoney = [...documents, ...reminders, ...finalNotices].some((row) => row.amount)
  return {
    facts: {
      documents,
      reminders,
      finalNotices,
      canPay: finalNotices.some((notice) => notice.amount !== null),
      headline: headlineOf(listed),
      transfer: asksForMoney ? composing.transfer : null,
      link: composing.who.link(SERVICES_PATH),
    },
    serviceIds: [...listed.serviceIds],
    documentIds: documents.map((document) => document.id),
  }
}

async function gather({ tx, now }: Desk, items: readonly DigestItem[]): Promise<Gathered> {
  const named = items.map((item) => item.serviceId).filter((id) => id !== null)
  const open = await readOpenRenewals(tx, named)
  const asked = [...open.values()].map(({ documentId }) => documentId)
  const listed = items.map((item) => item.documentId)
  const ids = [...listed, ...asked].filter((id) => id !== null)
  const documents = await loadDocuments(tx, [...new Set(ids)])
  const billed = listed.flatMap((id) => {
    const subject = documents.get(id ?? '')
    return subject ? serviceIdsOf(subject) : []
  })
  const services = await loadAutomated(tx, [...new Set([...named, ...billed])])
  const renewals = new Map<string, DocumentSubject>()
  for (const [serviceId, { documentId }] of open) {
    const subject = documents.get(documentId ?? '')
    if (subject) renewals.set(serviceId, subject)
  }
  return { now, services, documents, renewals, transfer: await transferFacts(tx) }
}

/** What is to pay for a service's next period; null when nothing is. */
function openRenewal({ renewals, who }: Composing, serviceId: string) {
  const subject = renewals.get(serviceId)
  return subject && amountDue(subject.document) > 0n ? dueFacts(subject, who) : null
}

type DocumentRow = ReturnType<typeof dueFacts> & { id: string; services: string }
type ReminderRow = {
  service: string
  expiresOn: string
  about: string
  amount: string | null
  reference: string | null
  chargeOn: string | null
  link: string
}
type NoticeRow = {
  service: string
  endsOn: string
  amount: string | null
  reference: string | null
  link: string
}

interface Listed {
  documents: DocumentRow[]
  reminders: ReminderRow[]
  finalNotices: NoticeRow[]
  serviceIds: Set<string>
}

function listItems(composing: Composing, items: readonly DigestItem[]): Listed {
  const listed: Listed = { documents: [], reminders: [], finalNotices: [], serviceIds: new Set() }
  for (const item of items) {
    const subject = composing.services.get(item.serviceId ?? '')
    if (item.kind === 'document') listDocument(composing, item, listed)
    else if (subject && item.kind === 'reminder') {
      listReminder(composing, { item, subject }, listed)
    } else if (subject) listNotice(composing, { item, subject }, listed)
  }
  return listed
}

function listDocument(
  { documents, services, who, now }: Composing,
  item: DigestItem,
  listed: Listed,
): void {
  const subject = documents.get(item.documentId ?? '')
  if (!subject || amountDue(subject.document) === 0n) return
  const ids = serviceIdsOf(subject)
  const names = ids.map((id) => services.get(id)?.service.name).filter((name) => name !== undefined)
  listed.documents.push({
    ...dueFacts(subject, who, payBy(subject, services, now)),
    id: subject.document.id,
    services: names.join(', '),
  })
  for (const id of ids) listed.serviceIds.add(id)
}

interface ServiceItem {
  item: DigestItem
  subject: AutomatedSubject
}

function listReminder(composing: Composing, { item, subject }: ServiceItem, listed: Listed): void {
  const { who } = composing
  const { id, name, status, expiresAt, cancellationRequestedAt } = subject.service
  if (status !== 'active' || expiresAt === null || expiresAt <= composing.now) return
  if (cancellationRequestedAt !== null) return
  const { about = 'ends', chargeAt = null } = item.facts
  const open = openRenewal(composing, id)
  if ((about === 'pay' || about === 'charge') && !open) return
  listed.reminders.push({
    service: name,
    expiresOn: who.words.day(expiresAt),
    about,
    amount: open?.amount ?? null,
    reference: open?.reference ?? null,
    chargeOn: who.words.day(chargeAt),
    link: open?.link ?? who.link(servicePath(id)),
  })
  listed.serviceIds.add(id)
}

function listNotice(composing: Composing, { item, subject }: ServiceItem, listed: Listed): void {
  const { who } = composing
  const { id, name, status } = subject.service
  const { endsAt } = item.facts
  if (status !== 'suspended' || endsAt === undefined) return
  const open = openRenewal(composing, id)
  listed.finalNotices.push({
    service: name,
    endsOn: who.words.day(endsAt),
    amount: open?.amount ?? null,
    reference: open?.reference ?? null,
    link: open?.link ?? who.link(servicePath(id)),
  })
  listed.serviceIds.add(id)
}

/** What the subject speaks of: the only thing listed, else the most urgent. */
function headlineOf({ documents, reminders, finalNotices, serviceIds }: Listed) {
  const none = { service: null, on: null, amount: null, count: serviceIds.size }
  const [notice] = finalNotices
  const [document] = documents
  const [reminder] = reminders
  const only = documents.length + reminders.length + finalNotices.length === 1
  if (notice && finalNotices.length === 1)
    return { ...none, kind: 'final_notice', service: notice.service, on: notice.endsOn }
  if (notice) return { ...none, kind: 'final_notices', count: finalNotices.length }
  if (document && only) {
    const { services: service, dueOn: on, amount } = document
    return { ...none, kind: 'document', service, on, amount }
  }
  if (reminder && only)
    return { ...none, kind: 'reminder', service: reminder.service, on: reminder.expiresOn }
  return { ...none, kind: 'several' }
}
