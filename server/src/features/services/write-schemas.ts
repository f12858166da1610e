import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { currencyJson, instantJson } from '../../platform/json.ts'
import { policyOverride } from '../settings/policy-override.ts'

/** The requests by which staff make and edit services. */

const price = z.strictObject({ amount: z.string().regex(/^\d{1,12}$/), currency: currencyJson })
const confirmPast = z
  .boolean()
  .default(false)
  .meta({ description: 'Needed when the expiry lies in the past' })

const fields = {
  name: z.string().trim().min(1).max(100),
  /** The customer sees it. */
  description: z.string().max(5000),
  /** Staff only. */
  notes: z.string().max(20_000),
  /** What the next period costs. */
  price,
  /** What the first period cost. */
  initialPrice: price,
  cycle: z.enum(CYCLES),
  /** null = for life. */
  expiresAt: instantJson.nullable(),
  /** null = unlimited. */
  maxRenewals: z.int().min(0).max(1_000_000).nullable(),
  metadata: z.record(z.string().min(1).max(64), z.string().max(1000)),
}

export const newServiceBody = z.strictObject({
  ...fields,
  customerId: z.uuid(),
  /** null = a custom service, which needs `type` and `name`. */
  productId: z.uuid().nullable().default(null),
  /** The product's by default; another one is refused. */
  type: z.string().min(1).max(60).optional(),
  /** The product's in the customer's language by default. */
  name: fields.name.optional(),
  /** The customer's by default; else one that the company invoices in. */
  currency: currencyJson.optional(),
  description: fields.description.default(''),
  notes: fields.notes.default(''),
  /** The product's for the cycle by default. */
  price: price.optional(),
  /** The price by default; 0 makes it a trial. */
  initialPrice: price.optional(),
  expiresAt: fields.expiresAt.default(null),
  maxRenewals: fields.maxRenewals.optional(),
  metadata: fields.metadata.default({}),
  /** The automation's delays of this service alone; empty: as its product, group and settings say. */
  policy: policyOverride.default({}),
  /** The server that takes it; without one it is chosen at delivery. */
  serverId: z.uuid().nullable().default(null),
  /** What the module's order form asks for. */
  orderData: z.record(z.string(), z.unknown()).default({}),
  confirmPast,
  /** Deliver it at once; otherwise it is `pending` until staff do. */
  deliver: z.boolean().default(false),
})
export type NewServiceBody = z.output<typeof newServiceBody>

export const serviceChangesBody = z
  .strictObject(fields)
  .partial()
  .extend({
    /** With another one, price and initial price are needed in it. */
    currency: currencyJson.optional(),
    confirmPast,
    /**
     * What happens to an open renewal when price, currency or cycle change: `keep` it as it was asked for, or
     * withdraw and `remake` it. Needed exactly then.
     */
    openRenewal: z.enum(['keep', 'remake']).optional(),
  })
export type ServiceChangesBody = z.output<typeof serviceChangesBody>
