import type { z } from 'zod'
import type { ActionOffer } from '../../platform/action-routes.ts'
import { toInstantJson, toMoneyJson } from '../../platform/json.ts'
import { nameOf } from '../documents/document-name.ts'
import { amountDue } from '../documents/document-totals.ts'
import type { Document } from '../documents/settlement.ts'
import type { Service } from '../services/subject.ts'
import type { OrderSubject } from './order-subject.ts'
import type { clientOrderPage, clientOrderRow, staffOrderPage, staffOrderRow } from './schemas.ts'

function documentSummary(document: Document) {
  const { id, state, currency, gross } = document
  return {
    id,
    name: nameOf(document),
    state,
    total: toMoneyJson({ amount: gross, currency }),
    amountDue: toMoneyJson({ amount: amountDue(document), currency }),
    dueAt: toInstantJson(document.dueAt),
    paidAt: toInstantJson(document.paidAt),
  }
}

const orderedService = ({ id, number, name, status, cycle, price, currency }: Service) => ({
  ...{ id, number, name, status, cycle },
  price: toMoneyJson({ amount: price, currency }),
})

/** An order as its customer's list shows it. */
export function toClientRow(subject: OrderSubject): z.input<typeof clientOrderRow> {
  const { order, document, services } = subject
  return {
    id: order.id,
    number: order.number,
    state: order.state,
    createdAt: toInstantJson(order.createdAt),
    settledAt: toInstantJson(order.settledAt),
    document: document && documentSummary(document),
    serviceCount: services.length,
  }
}

export function toClientPage(subject: OrderSubject): z.input<typeof clientOrderPage> {
  const { order, coupon } = subject
  const services = subject.services.map(orderedService)
  return { ...toClientRow(subject), coupon, termsVersionId: order.termsVersionId, services }
}

/** An order as staff see it. */
export function toStaffRow(subject: OrderSubject): z.input<typeof staffOrderRow> {
  const { customer, order } = subject
  return { ...toClientRow(subject), customer, placedBy: order.placedBy }
}

export function toStaffPage(
  subject: OrderSubject,
  actions: ActionOffer[],
): z.input<typeof staffOrderPage> {
  const { nextAt, remindedAt } = subject.order
  return {
    ...toStaffRow(subject),
    ...toClientPage(subject),
    nextAt: toInstantJson(nextAt),
    remindedAt: toInstantJson(remindedAt),
    actions,
  }
}
