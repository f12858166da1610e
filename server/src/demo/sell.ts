import { addDays } from '../domain/calendar.ts'
import { isRecurring } from '../domain/cycle.ts'
import type { Instant } from '../domain/instant.ts'
import { firstPeriod } from '../domain/renewal.ts'
import type { NewLine } from '../features/documents/open-documents.ts'
import { reasonTexts } from '../features/documents/texts.ts'
import { AUTOMATION, gatewayActor } from '../platform/actor.ts'
import { say } from '../platform/text.ts'
import { giveUp, openDocument, receive, settle } from './bill.ts'
import type { CustomerRow, DocumentRow } from './books.ts'
import type { Buyer } from './customers.ts'
import type { Estate } from './establish.ts'
import { type Making, tell, who } from './making.ts'
import type { OrderPlan } from './plans.ts'
import { type DemoCurrency, priceOf, setupFeeOf } from './prices.ts'
import { idAt } from './random.ts'

/** A customer of the books, with whom to name and how they pay. */
export interface Client {
  buyer: Buyer
  row: CustomerRow
  user: { kind: 'user'; id: string; name: string }
}

/** An order in the books and what was agreed. */
export interface Sale {
  plan: OrderPlan
  client: Client
  orderId: string
  document: DocumentRow
  serviceIds: string[]
  price: bigint
  initialPrice: bigint
  /** Who ordered: the customer, now and then staff on the phone. */
  actor: { kind: 'user' | 'staff'; id: string; name: string }
}

const UNPAID_DAYS = 7
const REMINDER_DAYS = 3

/** Writes an order with its document, and its payment if it was paid. */
export function sell(making: Making, estate: Estate, plan: OrderPlan, client: Client): Sale {
  const { books, random, calendar } = making
  const { row: customer } = client
  const { placedAt, product, cycle } = plan
  const price = priceOf(product, cycle, customer.currency as DemoCurrency)
  const initialPrice = plan.trial ? 0n : price
  const support = estate.staffByRole.get('support')
  const actor = support && random.chance(0.08) ? support : client.user
  const orderId = idAt(random, placedAt)
  const serviceIds = Array.from({ length: plan.quantity }, () => idAt(random, placedAt))
  const cancelAt = addDays(placedAt, UNPAID_DAYS, calendar.zone)
  const lines = serviceIds.flatMap((id) => linesOf(making, { plan, customer, id, initialPrice }))
  const cause = { kind: 'order' as const, orderId }
  const document = openDocument(making, {
    ...{ customer, orderId, createdAt: placedAt, mailedAt: placedAt, dueAt: cancelAt },
    ...{ actor, cause, lines },
  })
  books.orders.push({
    id: orderId,
    number: books.orders.length + 1,
    customerId: customer.id,
    ...orderState(making, plan, cancelAt),
    termsVersionId:
      actor.kind === 'user'
        ? (estate.terms.findLast((terms) => terms.publishedAt <= placedAt)?.id ?? null)
        : null,
    placedBy: who(actor),
    createdAt: placedAt,
  })
  const items = [
    { product: product.name.en, cycle, quantity: plan.quantity, price: price.toString() },
  ]
  const order = { subject: 'order', subjectId: orderId, customerId: customer.id }
  tell(making, { at: placedAt, actor, cause, ...order, kind: 'order.placed', after: { items } })
  const sale = { plan, client, orderId, document, serviceIds, price, initialPrice, actor }
  close(making, estate, sale, cancelAt)
  return sale
}

function orderState({ now, calendar }: Making, plan: OrderPlan, cancelAt: Instant) {
  const { placedAt, paidAt, stage } = plan
  const remindAt = addDays(placedAt, REMINDER_DAYS, calendar.zone)
  if (paidAt !== null)
    return { state: 'paid' as const, settledAt: paidAt, nextAt: null, remindedAt: null }
  if (stage === 'given_up')
    return { state: 'cancelled' as const, settledAt: cancelAt, nextAt: null, remindedAt: remindAt }
  const isReminded = remindAt <= now
  return {
    state: 'open' as const,
    settledAt: null,
    nextAt: isReminded ? cancelAt : remindAt,
    remindedAt: isReminded ? remindAt : null,
  }
}

interface Unit {
  plan: OrderPlan
  customer: CustomerRow
  id: string
  initialPrice: bigint
}

function linesOf(making: Making, { plan, customer, id, initialPrice }: Unit): NewLine[] {
  const { product, cycle, placedAt } = plan
  const { language } = customer
  const name = product.name[language]
  const period = isRecurring(cycle) ? firstPeriod(placedAt, cycle, making.calendar.zone) : null
  const start: NewLine = {
    kind: 'service_start',
    serviceId: id,
    label: say({ key: `order.start.${cycle}`, params: { name } }, language),
    quantity: 1,
    unitPrice: initialPrice,
    periodStartAt: period?.startsAt ?? null,
    periodEndAt: period?.expiresAt ?? null,
  }
  const unitPrice = setupFeeOf(product, customer.currency as DemoCurrency)
  const label = say({ key: 'order.setup_fee', params: { name } }, language)
  return unitPrice > 0n
    ? [start, { kind: 'setup_fee', serviceId: id, label, quantity: 1, unitPrice }]
    : [start]
}

/** What became of the order: paid, given up, or still waiting. */
function close(making: Making, estate: Estate, sale: Sale, cancelAt: Instant) {
  const { plan, document, client } = sale
  const order = { subject: 'order', subjectId: sale.orderId, customerId: client.row.id }
  if (plan.stage === 'given_up') {
    const reason = say(reasonTexts['document.reason.order_unpaid'], document.language)
    giveUp(making, document, cancelAt, reason)
    const cause = { kind: 'policy' as const, step: 'unpaid_order' }
    const end = { at: cancelAt, actor: AUTOMATION, cause, after: { reason: 'unpaid' } }
    return tell(making, { ...end, ...order, kind: 'order.cancelled' })
  }
  if (plan.paidAt === null) return
  if (document.gross === 0n)
    settle(making, document, plan.paidAt, { kind: 'order', orderId: sale.orderId })
  else
    receive(making, document, { at: plan.paidAt, ...payment(making, estate, client, plan.paidAt) })
  const cause = { kind: 'payment' as const, documentId: document.id }
  const actor = gatewayActor(client.buyer.gateway)
  tell(making, { at: plan.paidAt, actor, cause, ...order, kind: 'order.paid' })
}

/** How a customer pays: on the gateway's page, or by a transfer that the accountant writes down. */
export function payment(making: Making, estate: Estate, { buyer }: Client, at: Instant) {
  const { gateway } = buyer
  const accountant = estate.staffByRole.get('accountant')
  const bytes = idAt(making.random, at).replaceAll('-', '').slice(12)
  if (gateway === 'bank_transfer' && accountant)
    return { gateway, reference: `VIR ${bytes.slice(0, 10).toUpperCase()}`, actor: accountant }
  return { gateway, reference: `pay_${bytes}`, actor: gatewayActor(gateway) }
}
