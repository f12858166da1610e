import { z } from 'zod'
import { WHOLE } from '../../domain/discount.ts'
import { instantJson, moneyJson, positiveMoneyJson } from '../../platform/json.ts'
import { pageQuery } from '../../platform/pagination.ts'

/** The requests and answers about coupons. */

/** One amount per currency. */
const amounts = z
  .array(positiveMoneyJson.extend({ amount: z.string().regex(/^\d{1,12}$/) }))
  .max(50)
const uses = z.int().min(1).max(1_000_000_000).nullable()

const fields = {
  /** Upper and lower case are the same. */
  code: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .regex(/^[\p{L}\p{N}._-]+$/u),
  /** Staff only. */
  notes: z.string().max(2000),
  kind: z.enum(['percent', 'fixed']),
  /** Of a percentage: hundredths of a percent, 1000 = 10 %. */
  basisPoints: z.int().min(0).max(WHOLE),
  /** Of a fixed one: what it takes off an order, in each currency. */
  amounts,
  /** How many renewals it holds for after the order: 0 = none, null = all. */
  renewals: z.int().min(0).max(10_000).nullable(),
  /** Empty = every product. */
  productIds: z.array(z.uuid()).max(1000),
  /** What an order must come to before discount and tax, in each currency. */
  minimums: amounts,
  validFromAt: instantJson.nullable(),
  /** It is valid until this moment, not at it. */
  validUntilAt: instantJson.nullable(),
  maxUses: uses,
  maxUsesPerCustomer: uses,
}

export const newCoupon = z.strictObject({
  ...fields,
  notes: fields.notes.default(''),
  basisPoints: fields.basisPoints.default(0),
  amounts: amounts.default([]),
  renewals: fields.renewals.default(0),
  productIds: fields.productIds.default([]),
  minimums: amounts.default([]),
  validFromAt: fields.validFromAt.default(null),
  validUntilAt: fields.validUntilAt.default(null),
  maxUses: uses.default(null),
  maxUsesPerCustomer: uses.default(null),
})
export type NewCoupon = z.output<typeof newCoupon>

export const couponChanges = z
  .strictObject({
    ...fields,
    /** An archived one takes nothing off any more; services that have it keep it. */
    archived: z.boolean(),
  })
  .partial()
export type CouponChanges = z.output<typeof couponChanges>

export const couponFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  archived: z.enum(['true', 'false']).default('false'),
  /** Part of the code or the notes. */
  q: z.string().trim().max(100).optional(),
})
export type CouponFilters = z.output<typeof couponFilters>

export const couponJson = z.object({
  id: z.uuid(),
  ...fields,
  amounts: z.array(moneyJson),
  minimums: z.array(moneyJson),
  /** Orders that it was used for and that were not given up. */
  useCount: z.number().int(),
  createdAt: instantJson,
  archivedAt: instantJson.nullable(),
})

/** One order that it was used for. */
export const couponUseJson = z.object({
  orderId: z.uuid(),
  customer: z.object({ id: z.uuid(), number: z.number().int(), name: z.string() }),
  /** What it took off. */
  amount: moneyJson,
  usedAt: instantJson,
  /** Set when the order was cancelled unpaid: the use was given back. */
  releasedAt: instantJson.nullable(),
})
