import { asc, eq } from 'drizzle-orm'
import { type DocumentSubject, loadDocuments } from '../../documents/document-subject.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { loadServices, type ServiceSubject } from '../../services/subject.ts'
import { mailDigestItems, type mails } from '../tables.ts'
import { dueFacts, serviceIdsOf, transferFacts } from '../write/document-facts.ts'
import { composeMail } from '../write/draft.ts'
import {
  type Correspondent,
  correspondent,
  type Desk,
  SERVICES_PATH,
  servicePath,
} from '../write/writer.ts'
import { openRenewalFacts } from './service-facts.ts'

type Mail = typeof mails.$inferSelect
/** One thing that the day's mail lists. */
export type DigestItem = Pick<
  typeof mailDigestItems.$inferSelect,
  'kind' | 'documentId' | 'serviceId' | 'facts'
>

interface Composing {
  desk: Desk
  who: Correspondent
  services: Map<string, ServiceSubject>
  documents: Map<string, DocumentSubject>
}

/**
 * The day's mail from what it lists, as things stand at this moment: what was paid, cancelled or
 * has ended meanwhile is left out. Null when nothing is left to say.
 */
export async function composeDigest(desk: Desk, mail: Pick<Mail, 'id' | 'customerId'>) {
  const who = await correspondent(desk, mail.customerId)
  if (!who) return null
  const items = await desk.tx
    .select()
    .from(mailDigestItems)
    .where(eq(mailDigestItems.mailId, mail.id))
    .orderBy(asc(mailDigestItems.createdAt), asc(mailDigestItems.id))
  const digest = await digestFacts(desk, who, items)
  if (!digest) return null
  const { facts, ...about } = digest
  return {
    ...(await composeMail(desk.tx, { template: 'digest', to: who.to, facts })),
    toAddress: who.to.address,
    language: who.to.language,
    ...about,
  }
}

/** What the day's mail says of these; null when nothing is left to say. */
export async function digestFacts(desk: Desk, who: Correspondent, items: readonly DigestItem[]) {
  const composing = await gather(desk, who, items)
  const listed = await listItems(composing, items)
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
      transfer: asksForMoney ? await transferFacts(desk.tx) : null,
      link: who.link(SERVICES_PATH),
    },
    serviceIds: [...listed.serviceIds],
    documentIds: documents.map((document) => document.id),
  }
}

async function gather(
  desk: Desk,
  who: Correspondent,
  items: readonly DigestItem[],
): Promise<Composing> {
  const documentIds = items.map((item) => item.documentId).filter((id) => id !== null)
  const documents = await loadDocuments(desk.tx, documentIds)
  const named = items.map((item) => item.serviceId).filter((id) => id !== null)
  const billed = [...documents.values()].flatMap(serviceIdsOf)
  const services = await loadServices(desk.tx, [...new Set([...named, ...billed])], desk.now)
  return { desk, who, services, documents }
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

async function listItems(composing: Composing, items: readonly DigestItem[]): Promise<Listed> {
  const listed: Listed = { documents: [], reminders: [], finalNotices: [], serviceIds: new Set() }
  for (const item of items) {
    const subject = composing.services.get(item.serviceId ?? '')
    if (item.kind === 'document') listDocument(composing, item, listed)
    else if (subject && item.kind === 'reminder') {
      await listReminder(composing, { item, subject }, listed)
    } else if (subject) await listNotice(composing, { item, subject }, listed)
  }
  return listed
}

function listDocument(
  { documents, services, who }: Composing,
  item: DigestItem,
  listed: Listed,
): void {
  const subject = documents.get(item.documentId ?? '')
  if (!subject || amountDue(subject.document) === 0n) return
  const ids = serviceIdsOf(subject)
  const names = ids.map((id) => services.get(id)?.service.name).filter((name) => name !== undefined)
  listed.documents.push({
    ...dueFacts(subject, who),
    id: subject.document.id,
    services: names.join(', '),
  })
  for (const id of ids) listed.serviceIds.add(id)
}

interface ServiceItem {
  item: DigestItem
  subject: ServiceSubject
}

async function listReminder(
  { desk, who }: Composing,
  { item, subject }: ServiceItem,
  listed: Listed,
): Promise<void> {
  const { id, name, status, expiresAt, cancellationRequestedAt } = subject.service
  if (status !== 'active' || expiresAt === null || expiresAt <= desk.now) return
  if (cancellationRequestedAt !== null) return
  const { about = 'ends', chargeAt = null } = item.facts
  const open = await openRenewalFacts(desk.tx, id, who)
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

async function listNotice(
  { desk, who }: Composing,
  { item, subject }: ServiceItem,
  listed: Listed,
): Promise<void> {
  const { id, name, status } = subject.service
  const { endsAt } = item.facts
  if (status !== 'suspended' || endsAt === undefined) return
  const open = await openRenewalFacts(desk.tx, id, who)
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
