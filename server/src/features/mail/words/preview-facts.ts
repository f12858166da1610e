import { and, desc, eq } from 'drizzle-orm'
import type { Context } from '../../../context.ts'
import type { Tx } from '../../../platform/db.ts'
import type { EventPayload } from '../../../platform/events.ts'
import type { Language } from '../../../platform/text.ts'
import { documents } from '../../documents/tables.ts'
import { payments } from '../../payments/tables.ts'
import { renewals } from '../../renewals/tables.ts'
import { loadServices } from '../../services/subject.ts'
import { variablesOf } from '../catalogue/index.ts'
import { sampleFacts } from '../catalogue/variable.ts'
import { type DigestItem, digestFacts } from '../digest/compose.ts'
import type { Facts } from '../render/template.ts'
import type { TemplateName } from '../templates/index.ts'
import { documentAndCustomer, dueFacts, lineFacts, transferFacts } from '../write/document-facts.ts'
import { WRITERS } from '../write/write-mail.ts'
import { correspondent, type Desk, ORDER_PATH, openDesk, servicePath } from '../write/writer.ts'
import type { About } from './about.ts'

export interface PreviewFacts {
  facts: Facts
  from: 'real' | 'partly' | 'sample'
}

/**
 * The facts of a preview: those that the mail's own writer gives for what was chosen; where it is in
 * no state that the mail is about, made-up ones with what is known of it put in.
 */
export async function previewFacts(
  tx: Tx,
  ctx: Context,
  template: TemplateName,
  { language, about }: { language: Language; about: About | null },
): Promise<PreviewFacts> {
  const sample = sampleFacts(variablesOf(template), language)
  if (!about) return { facts: sample, from: 'sample' }
  const desk: Desk = { ...(await openDesk(tx, ctx)), language }
  const written = await writtenFacts(desk, template, about)
  const name = { name: (await correspondent(desk, about.customerId))?.to.name ?? sample.name }
  if (written) return { facts: { ...sample, ...written, ...name }, from: 'real' }
  const known = await knownFacts(desk, about)
  const fitting = Object.entries(known).filter(([key, value]) => fits(sample[key], value))
  return { facts: { ...sample, ...Object.fromEntries(fitting), ...name }, from: 'partly' }
}

/** True when a known fact can stand in the place of a made-up one: a list of lines is not any list. */
function fits(sample: unknown, known: unknown): boolean {
  if (sample === undefined || known === null) return false
  if (sample === null) return true
  if (!Array.isArray(sample) || !Array.isArray(known)) return typeof sample === typeof known
  const [one, other] = [sample[0], known[0]]
  if (typeof one !== 'object' || typeof other !== 'object') return typeof one === typeof other
  return Object.keys(one ?? {}).every((key) => key in (other ?? {}))
}

/** What the mail's writer says, or null when it has nothing to say. */
async function writtenFacts(
  desk: Desk,
  template: TemplateName,
  about: About,
): Promise<Facts | null> {
  if (template === 'digest') return writtenDigest(desk, about)
  const payload = await payloadFor(desk.tx, template, about)
  if (!payload) return null
  for (const write of WRITERS.get(String(payload.event)) ?? []) {
    const draft = (await write(desk, payload)).find(
      ({ template: written, to }) => written === template && to.customerId === about.customerId,
    )
    if (draft) return draft.facts
  }
  return null
}

async function writtenDigest(desk: Desk, { customerId, serviceId, documentId }: About) {
  const who = await correspondent(desk, customerId)
  if (!who) return null
  const none = { documentId: null, serviceId: null, facts: {} }
  const items: DigestItem[] = [
    ...(documentId ? [{ ...none, kind: 'document' as const, documentId }] : []),
    ...(serviceId
      ? [
          { ...none, kind: 'reminder' as const, serviceId, facts: { about: 'pay' as const } },
          { ...none, kind: 'final_notice' as const, serviceId, facts: { endsAt: desk.now } },
        ]
      : []),
  ]
  return (await digestFacts(desk, who, items))?.facts ?? null
}

const OF_DOCUMENT: Partial<Record<TemplateName, string>> = {
  document_opened: 'document.opened',
  document_issued: 'document.issued',
  receipt: 'document.paid',
  payment_refused: 'payment.refused',
}

const OF_SERVICE: Partial<Record<TemplateName, string>> = {
  service_delivered: 'service.delivered',
  service_redelivered: 'service.redelivered',
  service_suspended: 'service.suspended',
  service_reactivated: 'service.reactivated',
  service_expired: 'service.ended',
  service_term_ended: 'service.ended',
  service_cancelled: 'service.ended',
  service_terminated: 'service.ended',
  cancellation_requested: 'service.cancellation_requested',
  cancellation_undone: 'service.cancellation_undone',
}

const OF_ORDER: Partial<Record<TemplateName, string>> = {
  order_placed: 'order.placed',
  order_reminder: 'order.reminded',
  order_cancelled: 'order.cancelled',
}

/** The event that the mail would be written about. */
async function payloadFor(
  tx: Tx,
  template: TemplateName,
  about: About,
): Promise<EventPayload | null> {
  const { customerId, serviceId, documentId } = about
  const ofService = OF_SERVICE[template]
  if (ofService) return serviceId ? { event: ofService, serviceId, operationId: null } : null
  if (template === 'service_renewed') return renewed(tx, serviceId)
  if (template === 'service_received')
    return serviceId ? { event: 'service.transferred', serviceId, to: customerId } : null
  if (!documentId) return null
  const [document] = await tx.select().from(documents).where(eq(documents.id, documentId))
  const ofDocument = OF_DOCUMENT[template]
  if (ofDocument) return { event: ofDocument, documentId }
  const ofOrder = OF_ORDER[template]
  if (ofOrder && document?.orderId)
    return { event: ofOrder, orderId: document.orderId, cancelAt: document.dueAt }
  if (template === 'credit_note') return document ? credited(tx, document) : null
  if (template === 'payment_received' || template === 'refund')
    return paid(tx, template, documentId)
  return null
}

async function renewed(tx: Tx, serviceId: string | null): Promise<EventPayload | null> {
  if (!serviceId) return null
  const [renewal] = await tx
    .select({ id: renewals.id })
    .from(renewals)
    .where(and(eq(renewals.serviceId, serviceId), eq(renewals.state, 'applied')))
    .orderBy(desc(renewals.periodEndAt))
    .limit(1)
  return renewal ? { event: 'service.renewed', serviceId, renewalId: renewal.id } : null
}

async function credited(
  tx: Tx,
  { id: documentId, kind }: typeof documents.$inferSelect,
): Promise<EventPayload | null> {
  if (kind === 'credit_note') return { event: 'document.credited', creditNoteId: documentId }
  const [note] = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(eq(documents.correctsId, documentId))
    .orderBy(desc(documents.serial))
    .limit(1)
  return note ? { event: 'document.credited', creditNoteId: note.id } : null
}

async function paid(
  tx: Tx,
  template: 'payment_received' | 'refund',
  documentId: string,
): Promise<EventPayload | null> {
  const kind = template === 'refund' ? 'refund' : 'payment'
  const [payment] = await tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.documentId, documentId), eq(payments.kind, kind)))
    .orderBy(desc(payments.receivedAt))
    .limit(1)
  if (!payment) return null
  return kind === 'refund'
    ? { event: 'payment.refunded', refundId: payment.id }
    : { event: 'payment.received', paymentId: payment.id }
}

/** What can be said of the service, else of the document, whatever the mail is about. */
async function knownFacts(desk: Desk, about: About): Promise<Facts> {
  const { tx, now } = desk
  const who = await correspondent(desk, about.customerId)
  if (!who) return {}
  const found = about.documentId ? await documentAndCustomer(desk, about.documentId) : null
  const ofDocument = found && {
    ...dueFacts(found.subject, who),
    lines: lineFacts(found.subject, who),
    transfer: await transferFacts(tx),
  }
  const subject = (await loadServices(tx, about.serviceId ? [about.serviceId] : [], now)).get(
    about.serviceId ?? '',
  )
  const ofService = subject && {
    service: subject.service.name,
    number: subject.service.number,
    expiresOn: who.words.day(subject.service.expiresAt),
    endsOn: who.words.day(subject.service.expiresAt),
    link: who.link(servicePath(subject.service.id)),
  }
  return {
    ...ofDocument,
    ...ofService,
    customer: who.customer.name,
    orderLink: who.link(ORDER_PATH),
  }
}
