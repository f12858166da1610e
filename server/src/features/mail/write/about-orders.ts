import { fromIso } from '../../../domain/instant.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { loadOrders, type OrderSubject } from '../../orders/order-subject.ts'
import { customerMailHours, nextMailMoment } from '../mail-hours.ts'
import { dueFacts } from './document-facts.ts'
import {
  type Correspondent,
  correspondent,
  type Desk,
  ORDER_PATH,
  SERVICES_PATH,
  type Writer,
} from './writer.ts'

async function orderAndCustomer(
  desk: Desk,
  orderId: unknown,
): Promise<{ subject: OrderSubject; who: Correspondent } | null> {
  if (typeof orderId !== 'string') return null
  const subject = (await loadOrders(desk.tx, [orderId])).get(orderId)
  const who = subject && (await correspondent(desk, subject.order.customerId))
  return subject && who ? { subject, who } : null
}

/** The automation reminds and cancels, at whatever hour: its mails wait for the day. */
async function mailMoment({ tx: db, zone, now }: Desk, { customer }: Correspondent) {
  return nextMailMoment({ db, zone }, await customerMailHours(db, customer), now)
}

const serviceIdsOf = ({ services }: OrderSubject) => services.map((service) => service.id)

/** Only where nothing is to pay: otherwise the document's mail speaks of the order. */
const placed: Writer = async (desk, { orderId }) => {
  const found = await orderAndCustomer(desk, orderId)
  if (!found || (found.subject.document?.gross ?? 0n) > 0n) return []
  const { subject, who } = found
  return [
    {
      key: `order_placed:${subject.order.id}`,
      template: 'order_placed',
      to: who.to,
      facts: {
        order: subject.order.number,
        services: subject.services.map((service) => service.name),
        link: who.link(SERVICES_PATH),
      },
      serviceIds: serviceIdsOf(subject),
    },
  ]
}

const reminded: Writer = async (desk, { orderId, cancelAt }) => {
  const found = await orderAndCustomer(desk, orderId)
  const document = found?.subject.document
  if (!found || !document || found.subject.order.state !== 'open') return []
  if (amountDue(document) === 0n) return []
  const { subject, who } = found
  const at = typeof cancelAt === 'number' ? cancelAt : fromIso(String(cancelAt))
  return [
    {
      key: `order_reminder:${subject.order.id}`,
      template: 'order_reminder',
      to: who.to,
      facts: {
        ...dueFacts({ document }, who),
        order: subject.order.number,
        cancelOn: who.words.day(at ?? document.dueAt),
      },
      serviceIds: serviceIdsOf(subject),
      dueAt: await mailMoment(desk, who),
    },
  ]
}

const cancelled: Writer = async (desk, { orderId, reason }) => {
  const found = await orderAndCustomer(desk, orderId)
  if (found?.subject.order.state !== 'cancelled') return []
  const { subject, who } = found
  const isUnpaid = reason === 'unpaid'
  return [
    {
      key: `order_cancelled:${subject.order.id}`,
      template: 'order_cancelled',
      to: who.to,
      facts: { order: subject.order.number, isUnpaid, orderLink: who.link(ORDER_PATH) },
      serviceIds: serviceIdsOf(subject),
      ...(isUnpaid ? { dueAt: await mailMoment(desk, who) } : {}),
    },
  ]
}

export const orderWriters: Record<string, Writer> = {
  'order.placed': placed,
  'order.reminded': reminded,
  'order.cancelled': cancelled,
}
