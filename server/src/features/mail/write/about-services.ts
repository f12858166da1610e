import { and, desc, eq } from 'drizzle-orm'
import { isStaffCause } from '../../../domain/service-status.ts'
import { say } from '../../../platform/text.ts'
import { findDocument } from '../../documents/queries.ts'
import { history } from '../../history/tables.ts'
import { operations } from '../../operations/tables.ts'
import { renewals } from '../../renewals/tables.ts'
import { causeTexts } from '../../services/refusals.ts'
import { loadServices, type ServiceSubject } from '../../services/subject.ts'
import { openRenewalFacts } from '../digest/service-facts.ts'
import { nextMailMoment } from '../mail-hours.ts'
import type { TemplateName } from '../templates/index.ts'
import { transferFacts } from './document-facts.ts'
import type { Draft } from './draft.ts'
import {
  type Correspondent,
  correspondent,
  type Desk,
  ORDER_PATH,
  servicePath,
  type Writer,
} from './writer.ts'

interface Found {
  subject: ServiceSubject
  who: Correspondent
}

async function serviceAndCustomer(desk: Desk, serviceId: unknown): Promise<Found | null> {
  if (typeof serviceId !== 'string') return null
  const subject = (await loadServices(desk.tx, [serviceId], desk.now)).get(serviceId)
  const who = subject && (await correspondent(desk, subject.service.customerId))
  return subject && who ? { subject, who } : null
}

/** A mail about one service; `happening` tells this time from other times. */
function draftOf(
  { subject, who }: Found,
  template: TemplateName,
  mail: { happening: unknown; facts?: Draft['facts'] },
): Draft {
  const { service } = subject
  return {
    key: `${template}:${service.id}:${mail.happening}`,
    template,
    to: who.to,
    facts: {
      service: service.name,
      expiresOn: who.words.day(service.expiresAt),
      link: who.link(servicePath(service.id)),
      orderLink: who.link(ORDER_PATH),
      ...mail.facts,
    },
    serviceIds: [service.id],
  }
}

/** What happened at no moment that somebody waits for leaves in the mail hours. */
async function inMailHours(desk: Desk, { subject }: Found, draft: Draft): Promise<Draft> {
  const { mailHours } = subject.policy.values
  const dueAt = await nextMailMoment({ db: desk.tx, zone: desk.zone }, mailHours, desk.now)
  return { ...draft, dueAt }
}

/** What the customer needs to use it. Secrets are named, never written. */
function connectionFacts({ subject, who }: Found) {
  return (subject.service.resource?.connection ?? []).map(({ label, value, secret }) => ({
    label: label[who.words.language],
    value: secret === undefined ? (value ?? null) : null,
  }))
}

function deliveredAs(event: 'service.delivered' | 'service.redelivered'): Writer {
  const template = event === 'service.delivered' ? 'service_delivered' : 'service_redelivered'
  return async (desk, { serviceId }) => {
    const found = await serviceAndCustomer(desk, serviceId)
    if (!found || found.subject.service.endedAt !== null) return []
    const happening = await lastEntry(desk, found, event)
    const facts = { connection: connectionFacts(found) }
    return [draftOf(found, template, { happening, facts })]
  }
}

/** Why, in words, what staff say to it, and what to do. */
const suspended: Writer = async (desk, { serviceId, operationId, notify }) => {
  if (notify === false) return []
  const found = await serviceAndCustomer(desk, serviceId)
  if (!found || found.subject.service.suspensions.length === 0) return []
  const { suspensions } = found.subject.service
  const causes = suspensions.map(({ cause }) => cause)
  const isOverdue = causes.includes('overdue')
  const draft = draftOf(found, 'service_suspended', {
    happening: operationId,
    facts: {
      causes: causeTexts(causes)
        .map((text) => say(text, found.who.words.language))
        .join(', '),
      messages: suspensions.flatMap(({ message }) => linesOf(message)),
      restarts: !causes.some(isStaffCause),
      overdue: isOverdue ? await overdueFacts(desk, found) : null,
    },
  })
  return [causes.some(isStaffCause) ? draft : await inMailHours(desk, found, draft)]
}

async function overdueFacts(desk: Desk, { subject, who }: Found) {
  const open = await openRenewalFacts(desk.tx, subject.service.id, who)
  return open && { ...open, transfer: await transferFacts(desk.tx) }
}

const linesOf = (message: string) => message.split('\n').filter((line) => line.trim() !== '')

const reactivated: Writer = async (desk, { serviceId, operationId, notify }) => {
  if (notify === false) return []
  const found = await serviceAndCustomer(desk, serviceId)
  if (found?.subject.service.status !== 'active') return []
  return [draftOf(found, 'service_reactivated', { happening: operationId })]
}

/** By the end's kind. The automation's ends wait for the day, those of people do not. */
const ended: Writer = async (desk, { serviceId, notify }) => {
  const found = await serviceAndCustomer(desk, serviceId)
  const endedAt = found?.subject.service.endedAt ?? null
  if (!found || endedAt === null || notify === false) return []
  const template = await endTemplate(desk, found)
  if (!template) return []
  const draft = draftOf(found, template, { happening: endedAt })
  const { expiresAt } = found.subject.service
  const atTermsEnd = template === 'service_cancelled' && expiresAt !== null && expiresAt <= endedAt
  const byAutomation =
    atTermsEnd || template === 'service_expired' || template === 'service_term_ended'
  return [byAutomation ? await inMailHours(desk, found, draft) : draft]
}

async function endTemplate({ tx }: Desk, { subject }: Found): Promise<TemplateName | null> {
  const { id, status } = subject.service
  if (status === 'cancelled') return 'service_cancelled'
  if (status === 'terminated') return 'service_terminated'
  if (status !== 'expired') return null
  const [suspension] = await tx
    .select({ input: operations.input })
    .from(operations)
    .where(and(eq(operations.serviceId, id), eq(operations.kind, 'suspend')))
    .orderBy(desc(operations.createdAt))
    .limit(1)
  return suspension?.input.cause === 'term_ended' ? 'service_term_ended' : 'service_expired'
}

/** At once means that the mail about the end follows; it says all there is to say. */
const cancellationRequested: Writer = async (desk, { serviceId, when, notify }) => {
  if (notify === false) return []
  const found = await serviceAndCustomer(desk, serviceId)
  const { cancellationRequestedAt, expiresAt, endedAt } = found?.subject.service ?? {}
  if (!found || when === 'now' || endedAt || !cancellationRequestedAt || !expiresAt) return []
  const facts = { endsOn: found.who.words.day(expiresAt) }
  // An edit that moves the end is told like a new one.
  const happening = `${cancellationRequestedAt}:${expiresAt}`
  return [draftOf(found, 'cancellation_requested', { happening, facts })]
}

const cancellationUndone: Writer = async (desk, { serviceId }) => {
  const found = await serviceAndCustomer(desk, serviceId)
  if (!found || found.subject.service.cancellationRequestedAt !== null) return []
  const happening = await lastEntry(desk, found, 'service.cancellation_undone')
  return [draftOf(found, 'cancellation_undone', { happening })]
}

/** To both: that it is gone, and that it is there. Neither reads who the other one is. */
const transferred: Writer = async (desk, { serviceId, from, to }) => {
  const found = await serviceAndCustomer(desk, serviceId)
  if (!found) return []
  const happening = `${from}:${await lastEntry(desk, found, 'service.transferred')}`
  const former = await correspondent(desk, from)
  const isTheirs = found.subject.service.customerId === to
  return [
    ...(former ? [draftOf({ ...found, who: former }, 'service_given_away', { happening })] : []),
    ...(isTheirs ? [draftOf(found, 'service_received', { happening })] : []),
  ]
}

/** The entry of the history that is the happening itself. */
async function lastEntry({ tx }: Desk, { subject }: Found, kind: string): Promise<number | null> {
  const [entry] = await tx
    .select({ id: history.id })
    .from(history)
    .where(
      and(
        eq(history.subject, 'service'),
        eq(history.subjectId, subject.service.id),
        eq(history.kind, kind),
      ),
    )
    .orderBy(desc(history.id))
    .limit(1)
  return entry?.id ?? null
}

/** Only without a payment: a paid one stands on the receipt. */
const renewed: Writer = async (desk, { serviceId, renewalId }) => {
  const found = await serviceAndCustomer(desk, serviceId)
  if (!found || typeof renewalId !== 'string') return []
  const [renewal] = await desk.tx.select().from(renewals).where(eq(renewals.id, renewalId))
  if (renewal?.state !== 'applied') return []
  const document = renewal.documentId ? await findDocument(desk.tx, renewal.documentId) : null
  if (document && document.document.gross > 0n) return []
  const draft = draftOf(found, 'service_renewed', {
    happening: renewalId,
    facts: { expiresOn: found.who.words.day(renewal.periodEndAt) },
  })
  const byAutomation = renewal.requestedBy.kind === 'automation'
  return [byAutomation ? await inMailHours(desk, found, draft) : draft]
}

export const serviceWriters: Record<string, Writer> = {
  'service.delivered': deliveredAs('service.delivered'),
  'service.redelivered': deliveredAs('service.redelivered'),
  'service.suspended': suspended,
  'service.reactivated': reactivated,
  'service.ended': ended,
  'service.transferred': transferred,
  'service.cancellation_requested': cancellationRequested,
  'service.cancellation_undone': cancellationUndone,
  'service.renewed': renewed,
}
