import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { OPTION_KINDS } from '../../domain/service-option.ts'
import { currencyJson, instantJson, moneyJson } from '../../platform/json.ts'

/** The requests and answers about what products can be ordered with. */

const title = z.strictObject({
  en: z.string().trim().min(1).max(100),
  fr: z.string().trim().min(1).max(100),
})
const prose = z.strictObject({ en: z.string().max(1000), fr: z.string().max(1000) })
const price = z.strictObject({ amount: z.string().regex(/^\d{1,12}$/), currency: currencyJson })
const count = z.int().min(0).max(1_000_000_000).nullable()
/** The value of a choice, as the module is handed it. */
const choiceValue = z.string().trim().min(1).max(100)

const optionPrice = z.strictObject({
  /** The value of a choice that it is for; null for the other kinds. */
  choice: choiceValue.nullable().default(null),
  /** `onetime` for what is paid once. */
  cycle: z.enum(CYCLES),
  /** For a quantity: of one. */
  price,
  setupFee: price.optional(),
})
export type OptionPriceInput = z.output<typeof optionPrice>

const fields = {
  /** What the delivery module knows it by; `server_id` chooses the server. */
  key: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9_]*$/),
  label: title,
  help: prose,
  required: z.boolean(),
  /** Paid with every period; otherwise once. */
  recurring: z.boolean(),
  min: count,
  max: count,
  step: z.int().min(1).max(1_000_000).nullable(),
  /** What a quantity is counted in. */
  unit: z.string().trim().max(20),
  choices: z.array(z.strictObject({ value: choiceValue, label: title })).max(200),
  prices: z.array(optionPrice).max(2000),
}

export const newOption = z.strictObject({
  ...fields,
  kind: z.enum(OPTION_KINDS),
  help: prose.default({ en: '', fr: '' }),
  required: z.boolean().default(false),
  recurring: z.boolean().default(true),
  min: count.default(null),
  max: count.default(null),
  step: fields.step.default(null),
  unit: fields.unit.default(''),
  choices: fields.choices.default([]),
  prices: fields.prices.default([]),
})
export type NewOption = z.output<typeof newOption>

/** The kind stays: services keep what was chosen. */
export const optionChanges = z.strictObject(fields).partial()
export type OptionChanges = z.output<typeof optionChanges>

export const optionJson = z.object({
  id: z.uuid(),
  kind: z.enum(OPTION_KINDS),
  ...fields,
  prices: z.array(
    z.object({
      choice: z.string().nullable(),
      cycle: z.enum(CYCLES),
      price: moneyJson,
      setupFee: moneyJson,
    }),
  ),
  createdAt: instantJson,
})

/** With the products that can be ordered with it. */
export const optionPage = optionJson.extend({
  products: z.array(z.object({ id: z.uuid(), name: z.object({ en: z.string(), fr: z.string() }) })),
})

export const productOptionsBody = z.strictObject({
  /** In the order in which they are asked. */
  optionIds: z.array(z.uuid()).max(100),
})

/** What is typed for a product's options, by key; checked against the product. */
export const optionValues = z
  .record(z.string().max(60), z.union([z.string().max(1000), z.number(), z.boolean()]))
  .default({})
export type OptionValues = z.output<typeof optionValues>

/** By cycle: the JSON Schema of what is asked, with the prices in the labels. */
export const optionForms = z.record(z.string(), z.record(z.string(), z.unknown()))
