import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { STATUSES } from '../../domain/service-status.ts'
import { actionOffer } from '../../platform/action-routes.ts'
import { currencyJson, instantJson, moneyJson } from '../../platform/json.ts'
import { optionValues } from '../options/schemas.ts'

/** The requests and answers about orders. */

/** How many units one order may have in all: each becomes a service. */
export const MOST_UNITS = 100

const item = {
  productId: z.uuid(),
  cycle: z.enum(CYCLES),
  quantity: z.int().min(1).max(MOST_UNITS).default(1),
  /** What the product's order form asks for. */
  orderData: z.record(z.string(), z.unknown()).default({}),
  /** What is chosen of the product's options, by key. */
  options: optionValues,
  /** The services' name; the product's without it. */
  name: z.string().trim().min(1).max(100).optional(),
}
const price = z.strictObject({ amount: z.string().regex(/^\d{1,12}$/), currency: currencyJson })

/** Upper and lower case are the same. */
const couponCode = z.string().trim().min(1).max(40).optional()

const clientOrder = {
  items: z.array(z.strictObject(item)).min(1).max(20),
  couponCode,
  /** The ticked box; needed as soon as terms of sale are published. */
  acceptTerms: z.boolean().default(false),
  /** The version that was shown; refused when another is current by now. */
  termsVersionId: z.uuid().optional(),
}
export const clientOrderBody = z.strictObject(clientOrder)
export type ClientOrderBody = z.output<typeof clientOrderBody>

const staffItem = z.strictObject({
  ...item,
  /** What a period costs for these services instead of the product's price. */
  price: price.optional(),
  /** What the first period costs; 0 makes it a trial. Without it, the price. */
  initialPrice: price.optional(),
  setupFee: price.optional(),
})
export const staffOrderBody = z.strictObject({
  customerId: z.uuid(),
  items: z.array(staffItem).min(1).max(20),
  couponCode,
  /** Go over what one customer may have of a product. */
  overrideLimits: z.boolean().default(false),
})
export type WantedItem = z.output<typeof staffItem>

export const placedJson = z.object({
  orderId: z.uuid(),
  number: z.number().int(),
  documentId: z.uuid(),
  serviceIds: z.array(z.uuid()),
  /** What the buyer should know: a coupon that lapsed between the basket and the order. */
  notices: z.array(z.object({ code: z.string(), text: z.string() })),
})

/** The order before it is placed: what it would cost. Nothing is written or reserved. */
export const quoteJson = z.object({
  currency: currencyJson,
  /** Whether the amounts of the lines are before or with tax. */
  taxMode: z.enum(['net', 'gross']),
  lines: z.array(
    z.object({
      /** The item of the request, from 0. */
      item: z.number().int(),
      kind: z.enum(['service_start', 'option', 'setup_fee']),
      label: z.string(),
      quantity: z.number().int(),
      unitPrice: moneyJson,
      amount: moneyJson,
      /** The first period, if it started now; null for life. */
      periodStartAt: instantJson.nullable(),
      periodEndAt: instantJson.nullable(),
    }),
  ),
  /** What a coupon takes off, before tax or with it as the lines, or why it takes off nothing. */
  coupon: z
    .object({
      code: z.string(),
      discount: moneyJson,
      refusal: z.object({ code: z.string(), text: z.string() }).nullable(),
    })
    .nullable(),
  net: moneyJson,
  tax: moneyJson,
  total: moneyJson,
  taxes: z.array(
    z.object({
      rateBasisPoints: z.number().int(),
      net: moneyJson,
      tax: moneyJson,
      mention: z.string().nullable(),
    }),
  ),
})

const documentSummary = z.object({
  id: z.uuid(),
  /** The invoice's number, or the reference while it has none. */
  name: z.string(),
  state: z.enum(['open', 'issued', 'void']),
  total: moneyJson,
  amountDue: moneyJson,
  dueAt: instantJson,
  paidAt: instantJson.nullable(),
})

const orderShared = {
  id: z.uuid(),
  number: z.number().int(),
  state: z.enum(['open', 'paid', 'cancelled']),
  createdAt: instantJson,
  settledAt: instantJson.nullable(),
  document: documentSummary.nullable(),
  serviceCount: z.number().int(),
}
const orderedService = z.object({
  id: z.uuid(),
  number: z.number().int(),
  name: z.string(),
  status: z.enum(STATUSES),
  cycle: z.enum(CYCLES),
  price: moneyJson,
})

export const clientOrderRow = z.object(orderShared)
/** What a coupon took off the order. */
const orderCoupon = z.object({ code: z.string(), amount: moneyJson }).nullable()

export const clientOrderPage = z.object({
  ...orderShared,
  coupon: orderCoupon,
  termsVersionId: z.uuid().nullable(),
  services: z.array(orderedService),
})

export const staffOrderRow = z.object({
  ...orderShared,
  customer: z.object({ id: z.uuid(), number: z.number().int(), name: z.string() }),
  placedBy: z.object({ kind: z.string(), id: z.uuid().nullable(), name: z.string() }),
})
export const staffOrderPage = z.object({
  ...staffOrderRow.shape,
  coupon: orderCoupon,
  termsVersionId: z.uuid().nullable(),
  /** The next step while it is unpaid: a reminder, or the end. */
  nextAt: instantJson.nullable(),
  remindedAt: instantJson.nullable(),
  services: z.array(orderedService),
  actions: z.array(actionOffer),
})

const termsText = z.strictObject({
  en: z.string().trim().min(1).max(200_000),
  fr: z.string().trim().min(1).max(200_000),
})
export const newTerms = z.strictObject({ text: termsText })
export const termsJson = z.object({ id: z.uuid(), text: termsText, publishedAt: instantJson })
