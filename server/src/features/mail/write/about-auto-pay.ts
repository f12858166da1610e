import { desc, eq } from 'drizzle-orm'
import { publicLink } from '../../../platform/public-link.ts'
import { nameOf } from '../../documents/document-name.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { findDocument } from '../../documents/queries.ts'
import { METHODS_PATH } from '../../payments/methods/start-setup.ts'
import { charges, paymentMethods } from '../../payments/tables.ts'
import { loadServices } from '../../services/subject.ts'
import { toStaff } from './alert-staff.ts'
import { correspondent, type Desk, documentPath, servicePath, type Writer } from './writer.ts'

async function findCharge({ tx }: Desk, id: unknown) {
  if (typeof id !== 'string') return null
  const [row] = await tx
    .select({ charge: charges, method: paymentMethods.label })
    .from(charges)
    .leftJoin(paymentMethods, eq(paymentMethods.id, charges.methodId))
    .where(eq(charges.id, id))
  return row ?? null
}

/** What a failed attempt was, and where to pay instead; nothing where nothing is to pay any more. */
function failed(template: 'charge_refused' | 'charge_needs_customer'): Writer {
  return async (desk, { chargeId, nextAt }) => {
    const found = await findCharge(desk, chargeId)
    const who = found && (await correspondent(desk, found.charge.customerId))
    const subject = found && (await findDocument(desk.tx, found.charge.documentId))
    if (!found || !who || !subject || amountDue(subject.document) === 0n) return []
    const { charge, method } = found
    const facts = {
      amount: who.words.money(charge.amount ?? 0n, charge.currency),
      reference: nameOf(subject.document),
      method,
      attempt: charge.attempt,
      attempts: charge.attempts,
      link: who.link(documentPath(charge.documentId)),
    }
    const more = {
      nextOn: typeof nextAt === 'number' ? who.words.day(nextAt) : null,
      methodsLink: who.link(METHODS_PATH),
    }
    return [
      {
        key: `${template}:${charge.id}`,
        template,
        to: who.to,
        facts: template === 'charge_refused' ? { ...facts, ...more } : facts,
      },
    ]
  }
}

const closed: Writer = async (desk, { serviceId, because, at }) => {
  if (typeof serviceId !== 'string' || typeof because !== 'string') return []
  const subject = (await loadServices(desk.tx, [serviceId], desk.now)).get(serviceId)
  const who = subject && (await correspondent(desk, subject.service.customerId))
  if (!subject) return []
  const { service, customer } = subject
  const about = { number: service.number, service: service.name }
  const toCustomer = who && {
    key: `auto_pay_closed:${serviceId}:${at}`,
    template: 'auto_pay_closed' as const,
    to: who.to,
    facts: { ...about, because, link: who.link(servicePath(serviceId)) },
  }
  // Staff need not be told of what staff did.
  if (because === 'removed_by_staff') return toCustomer ? [toCustomer] : []
  const [last] = await desk.tx
    .select({ message: charges.message })
    .from(charges)
    .where(eq(charges.serviceId, serviceId))
    .orderBy(desc(charges.createdAt))
    .limit(1)
  const staffMails = await toStaff(desk, {
    alert: 'auto_pay_closed',
    template: 'alert_auto_pay_closed',
    happening: `${serviceId}:${at}`,
    facts: () => ({
      ...about,
      customer: customer.name,
      message: last?.message ?? null,
      link: publicLink(desk.ctx.config, `/admin/services/${serviceId}`),
    }),
  })
  return toCustomer ? [toCustomer, ...staffMails] : staffMails
}

const expiresSoon: Writer = async (desk, { methodId }) => {
  if (typeof methodId !== 'string') return []
  const [method] = await desk.tx
    .select()
    .from(paymentMethods)
    .where(eq(paymentMethods.id, methodId))
  const who = method && (await correspondent(desk, method.customerId))
  if (!who || !method.expiresOn || method.closedAt !== null) return []
  const [year, month] = method.expiresOn.split('-')
  return [
    {
      key: `method_expires_soon:${method.id}:${method.expiresOn}`,
      template: 'method_expires_soon',
      to: who.to,
      facts: { method: method.label, month: `${month}/${year}`, link: who.link(METHODS_PATH) },
    },
  ]
}

/** The gateway has not said for an hour what became of it. */
const stuck: Writer = async (desk, { chargeId }) => {
  const found = await findCharge(desk, chargeId)
  const subject = found && (await findDocument(desk.tx, found.charge.documentId))
  const who = found && (await correspondent(desk, found.charge.customerId))
  if (!found || !subject) return []
  const { charge } = found
  return toStaff(desk, {
    alert: 'unknown_outcome',
    template: 'alert_charge_stuck',
    happening: charge.id,
    facts: (words) => ({
      amount: words.money(charge.amount ?? 0n, charge.currency),
      reference: nameOf(subject.document),
      customer: who?.customer.name ?? '',
      message: charge.message,
      link: publicLink(desk.ctx.config, `/admin/documents/${charge.documentId}`),
    }),
  })
}

export const autoPayWriters: Record<string, Writer> = {
  'charge.refused': failed('charge_refused'),
  'charge.needs_customer': failed('charge_needs_customer'),
  'charge.stuck': stuck,
  'auto_pay.closed': closed,
  'payment_method.expiring': expiresSoon,
}
