import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { currencyJson, instantJson, moneyJson } from '../../platform/json.ts'
import { policyOverride } from '../settings/policy-override.ts'

/** The requests and answers of the catalogue. */

const title = z.strictObject({
  en: z.string().trim().min(1).max(100),
  fr: z.string().trim().min(1).max(100),
})
const prose = z.strictObject({ en: z.string().max(5000), fr: z.string().max(5000) })
const visibility = z.enum(['public', 'unlisted', 'hidden'])
const position = z.int().min(0).max(1_000_000)
/** Twelve digits of minor units: more than any hosting costs, and sums of them stay exact. */
const price = z.strictObject({ amount: z.string().regex(/^\d{1,12}$/), currency: currencyJson })

const groupFields = {
  slug: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: title,
  description: prose,
  visibility,
  position,
  policy: policyOverride,
}

export const newGroup = z.strictObject({
  ...groupFields,
  description: prose.default({ en: '', fr: '' }),
  visibility: visibility.default('public'),
  position: position.default(0),
  policy: policyOverride.default({}),
})
export type NewGroup = z.output<typeof newGroup>

export const groupChanges = z.strictObject(groupFields).partial()
export type GroupChanges = z.output<typeof groupChanges>

export const groupJson = z.object({
  id: z.uuid(),
  ...groupFields,
  createdAt: instantJson,
})

/** What the product costs in one cycle; both amounts are in one currency. */
export const priceInput = z.strictObject({
  cycle: z.enum(CYCLES),
  price,
  setupFee: price.optional(),
})
export type PriceInput = z.output<typeof priceInput>

export const priceJson = z.object({
  cycle: z.enum(CYCLES),
  price: moneyJson,
  setupFee: moneyJson,
})

const productFields = {
  groupId: z.uuid(),
  name: title,
  description: prose,
  /** What the type's `productSettings` schema asks for. */
  moduleSettings: z.record(z.string(), z.unknown()),
  serverGroupId: z.uuid().nullable(),
  deliverOn: z.enum(['payment', 'approval', 'manual']),
  /** Units left; null = unlimited. */
  stock: z.int().min(0).max(1_000_000_000).nullable(),
  /** null = unlimited. */
  maxRenewals: z.int().min(0).max(1_000_000).nullable(),
  /** How many one customer may have; null = any number. */
  customerLimit: z.int().min(1).max(1_000_000).nullable(),
  /** Whether only services that have not ended count for it, or every one there ever was. */
  customerLimitCounts: z.enum(['active', 'all']),
  freeRenewalOnRequest: z.boolean(),
  metadata: z.record(z.string().min(1).max(64), z.string().max(1000)),
  policy: policyOverride,
  visibility,
  position,
  prices: z.array(priceInput).max(200),
}

export const newProduct = z.strictObject({
  ...productFields,
  type: z.string().min(1).max(60),
  description: prose.default({ en: '', fr: '' }),
  moduleSettings: productFields.moduleSettings.default({}),
  serverGroupId: productFields.serverGroupId.default(null),
  deliverOn: productFields.deliverOn.default('payment'),
  stock: productFields.stock.default(null),
  maxRenewals: productFields.maxRenewals.default(null),
  customerLimit: productFields.customerLimit.default(null),
  customerLimitCounts: productFields.customerLimitCounts.default('active'),
  freeRenewalOnRequest: z.boolean().default(false),
  metadata: productFields.metadata.default({}),
  policy: policyOverride.default({}),
  visibility: visibility.default('public'),
  position: position.default(0),
  prices: productFields.prices.default([]),
})
export type NewProduct = z.output<typeof newProduct>

/** The type stays: existing services are looked after by its module. */
export const productChanges = z.strictObject(productFields).partial()
export type ProductChanges = z.output<typeof productChanges>

export const productJson = z.object({
  id: z.uuid(),
  type: z.string(),
  ...productFields,
  /** What is asked beyond the module's own order form, as a server said when it was last read. */
  orderFields: z.array(z.object({ name: z.string(), type: z.string(), label: prose })),
  /** Why they could not be read the last time. */
  orderFieldsProblem: z.string().nullable(),
  orderFieldsReadAt: instantJson.nullable(),
  /** The whole order form as a JSON Schema; empty when no module is installed for the type. */
  orderForm: z.record(z.string(), z.unknown()),
  prices: z.array(priceJson),
  createdAt: instantJson,
  archivedAt: instantJson.nullable(),
})
