import { eq } from 'drizzle-orm'
import { localDate } from '../../../domain/calendar.ts'
import type { EventPayload } from '../../../platform/events.ts'
import { publicLink } from '../../../platform/public-link.ts'
import { say } from '../../../platform/text.ts'
import { customers } from '../../customers/tables.ts'
import { nameOf } from '../../documents/document-name.ts'
import { findDocument } from '../../documents/queries.ts'
import { operations } from '../../operations/tables.ts'
import { payments } from '../../payments/tables.ts'
import { servers } from '../../servers/tables.ts'
import { loadServices } from '../../services/subject.ts'
import { type Alert, staffToAlert } from '../../staff/alerts.ts'
import { mails } from '../tables.ts'
import type { TemplateName } from '../templates/index.ts'
import { entryOf, isEditable } from '../words/editable.ts'
import type { Draft } from './draft.ts'
import { type Words, wordsIn } from './words.ts'
import type { Desk, Writer } from './writer.ts'

interface AlertMail {
  alert: Alert
  template: TemplateName
  /** Tells this happening from others. */
  happening: string
  facts(words: Words): Draft['facts']
}

/** One mail for each staff member who asked to be told. */
export async function toStaff({ tx, zone }: Desk, mail: AlertMail | null): Promise<Draft[]> {
  if (!mail) return []
  const { alert, template, happening } = mail
  return (await staffToAlert(tx, alert)).map(({ id, email, name, language }) => ({
    key: `${template}:${happening}:${id}`,
    template,
    to: { customerId: null, staffId: id, address: email, name, language },
    facts: mail.facts(wordsIn(language, zone)),
  }))
}

type OperationTrouble =
  | 'alert_operation_waits'
  | 'alert_operation_unknown'
  | 'alert_duplicate_resource'

/** The provider's words may be staff's to read, never a customer's. */
function operationAlert(template: OperationTrouble): Writer {
  return async (desk, { operationId, remoteIds }) => {
    const { tx, ctx } = desk
    if (typeof operationId !== 'string') return []
    const [operation] = await tx.select().from(operations).where(eq(operations.id, operationId))
    if (!operation) return []
    const { serviceId, kind, errorMessage, failures, attempts } = operation
    const subject = (await loadServices(tx, [serviceId], desk.now)).get(serviceId)
    if (!subject) return []
    const { service, customer } = subject
    const waits = template === 'alert_operation_waits'
    const failed: Alert = kind === 'create' ? 'delivery_failed' : 'operation_failed'
    return toStaff(desk, {
      alert: waits ? failed : 'unknown_outcome',
      template,
      // Waiting for staff once more, after they had it tried again, is news.
      happening: waits ? `${operationId}:${attempts}.${failures}` : operationId,
      facts: ({ language }) => ({
        operation: say(`mail.operation.${kind}`, language),
        number: service.number,
        service: service.name,
        customer: customer.name,
        message: errorMessage,
        resources: Array.isArray(remoteIds) ? remoteIds.join(', ') : '',
        link: publicLink(ctx.config, `/admin/services/${service.id}`),
      }),
    })
  }
}

/** The books moved on to another resource; nobody removed the old one. */
const resourceLeft: Writer = async (desk, { serviceId, serverId, remoteId }) => {
  const { tx, ctx } = desk
  if (typeof serviceId !== 'string') return []
  const subject = (await loadServices(tx, [serviceId], desk.now)).get(serviceId)
  if (!subject) return []
  const { service, customer } = subject
  const [server] =
    typeof serverId === 'string'
      ? await tx.select().from(servers).where(eq(servers.id, serverId))
      : []
  return toStaff(desk, {
    alert: 'unknown_outcome',
    template: 'alert_resource_left',
    happening: `${serviceId}:${serverId}:${remoteId}`,
    facts: () => ({
      number: service.number,
      service: service.name,
      customer: customer.name,
      server: server?.name ?? '–',
      resources: String(remoteId),
      link: publicLink(ctx.config, `/admin/services/${service.id}`),
    }),
  })
}

/** One digest per comparison of a server: how much of what is new. */
const driftFound: Writer = async (desk, { reconciliationId, serverId, found }) => {
  const server = await serverNamed(desk, serverId)
  if (!server || typeof found !== 'object' || found === null) return []
  const counts = Object.entries(found)
  return toStaff(desk, {
    alert: 'drift_found',
    template: 'alert_drift',
    happening: String(reconciliationId),
    facts: ({ language }) => ({
      server: server.name,
      count: counts.reduce((sum, [, n]) => sum + Number(n), 0),
      lines: counts.map(([kind, n]) => ({ what: say(`drift.kind.${kind}`, language), n })),
      link: publicLink(desk.ctx.config, `/admin/drift?serverId=${server.id}`),
    }),
  })
}

const serverSuspect: Writer = async (desk, { reconciliationId, serverId, known, vanished }) => {
  const server = await serverNamed(desk, serverId)
  if (!server) return []
  return toStaff(desk, {
    alert: 'drift_found',
    template: 'alert_server_suspect',
    happening: String(reconciliationId),
    facts: () => ({
      server: server.name,
      known: Number(known),
      vanished: Number(vanished),
      link: publicLink(desk.ctx.config, `/admin/servers/${server.id}`),
    }),
  })
}

async function serverNamed({ tx }: Desk, id: unknown) {
  const [server] =
    typeof id === 'string' ? await tx.select().from(servers).where(eq(servers.id, id)) : []
  return server
}

type PaymentTrouble = 'unallocated' | 'not_needed' | 'charged_back' | 'refund_failed'

function paymentAlert(what: PaymentTrouble): Writer {
  return async (desk, payload) => {
    const { tx } = desk
    const id = what === 'refund_failed' ? payload.refundId : payload.paymentId
    if (typeof id !== 'string') return []
    const [payment] = await tx.select().from(payments).where(eq(payments.id, id))
    if (!payment) return []
    const { gateway, reference: paymentReference, currency } = payment
    const amount = payment.amount < 0n ? -payment.amount : payment.amount
    const shared = await paymentFacts(desk, payment)
    const { creditTaken, uncovered } = payload
    return toStaff(desk, {
      alert: 'payment_unallocated',
      template: 'alert_payment',
      happening: `${what}:${id}`,
      facts: ({ money }) => ({
        ...shared,
        what,
        gateway,
        paymentReference,
        amount: money(amount, currency),
        creditTaken: isSome(creditTaken) ? money(BigInt(creditTaken), currency) : null,
        uncovered: isSome(uncovered) ? money(BigInt(uncovered), currency) : null,
      }),
    })
  }
}

/** Whether an event names an amount that is more than nothing. */
const isSome = (amount: unknown): amount is string => typeof amount === 'string' && amount !== '0'

interface AboutMoney {
  customerId: string | null
  documentId: string | null
}

async function paymentFacts({ tx, ctx }: Desk, { customerId, documentId }: AboutMoney) {
  const subject = documentId ? await findDocument(tx, documentId) : null
  const [customer] = customerId
    ? await tx.select().from(customers).where(eq(customers.id, customerId))
    : []
  const path = documentId ? `/admin/invoices/${documentId}` : '/admin'
  return {
    reference: subject && nameOf(subject.document),
    customer: customer?.name ?? null,
    link: publicLink(ctx.config, path),
  }
}

/** Money for a service that has ended; the customer is told by the credit note's mail. */
const notHonoured: Writer = async (desk, { creditNoteId, documentId, customerId }) => {
  const note = typeof creditNoteId === 'string' ? await findDocument(desk.tx, creditNoteId) : null
  if (!note) return []
  const { gross, currency } = note.document
  const about = { customerId: String(customerId), documentId: String(documentId) }
  const shared = await paymentFacts(desk, about)
  return toStaff(desk, {
    alert: 'payment_unallocated',
    template: 'alert_payment',
    happening: `not_honoured:${creditNoteId}`,
    facts: ({ money }) => ({
      ...shared,
      what: 'not_honoured',
      gateway: null,
      paymentReference: null,
      creditTaken: null,
      uncovered: null,
      amount: money(gross < 0n ? -gross : gross, currency),
    }),
  })
}

/** A mail to a customer that was given up. Alerts themselves raise no alerts. */
const mailFailed: Writer = async (desk, { mailId }: EventPayload) => {
  const { tx, ctx } = desk
  if (typeof mailId !== 'string') return []
  const [mail] = await tx.select().from(mails).where(eq(mails.id, mailId))
  if (mail?.state !== 'failed' || mail.template.startsWith('alert_')) return []
  return toStaff(desk, {
    alert: 'mail_failed',
    template: 'alert_mail_failed',
    happening: mailId,
    facts: () => ({
      address: mail.toAddress,
      mailSubject: mail.subject,
      message: mail.error,
      link: publicLink(ctx.config, `/admin/mails/${mailId}`),
    }),
  })
}

/** Once a day and template; the mail itself has gone out. */
const templateBroken: Writer = async (desk, { template, language, message }) => {
  const { ctx, now, zone } = desk
  if (typeof template !== 'string' || !isEditable(template)) return []
  ctx.log.error({ template, language, message }, 'mail template')
  return toStaff(desk, {
    alert: 'mail_failed',
    template: 'alert_template_broken',
    happening: `${template}:${language}:${localDate(now, zone)}`,
    facts: (words) => ({
      template: entryOf(template).name[words.language],
      message: String(message),
      link: publicLink(ctx.config, `/admin/mails/templates/${template}`),
    }),
  })
}

const webhookDisabled: Writer = async (desk, { endpointId, name, because, version }) =>
  toStaff(desk, {
    alert: 'webhook_disabled',
    template: 'alert_webhook_disabled',
    // Switched on again, it may be switched off once more.
    happening: `${endpointId}:${version}`,
    facts: () => ({
      webhook: String(name),
      isGone: because === 'gone',
      link: publicLink(desk.ctx.config, `/admin/webhooks/${endpointId}`),
    }),
  })

export const alertWriters: Record<string, Writer> = {
  'operation.waits_for_staff': operationAlert('alert_operation_waits'),
  'operation.unknown': operationAlert('alert_operation_unknown'),
  'operation.duplicate_found': operationAlert('alert_duplicate_resource'),
  'service.resource_left': resourceLeft,
  'drift.found': driftFound,
  'server.suspect': serverSuspect,
  'payment.unallocated': paymentAlert('unallocated'),
  'payment.not_needed': paymentAlert('not_needed'),
  'payment.charged_back': paymentAlert('charged_back'),
  'payment.refund_failed': paymentAlert('refund_failed'),
  'document.not_honoured': notHonoured,
  'mail.failed': mailFailed,
  'mail_template.broken': templateBroken,
  'webhook.disabled': webhookDisabled,
}
