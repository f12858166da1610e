import { z } from 'zod'
import { currencyJson, instantJson } from '../../platform/json.ts'
import { emailInput, languageInput, newPasswordInput, personNameInput } from '../auth/schemas.ts'
import { policyOverride } from '../settings/policy-override.ts'

export const idParams = z.object({ id: z.uuid() })
export const userParams = z.object({ id: z.uuid(), userId: z.uuid() })

const kind = z.enum(['consumer', 'business'])
const country = z.string().trim().toUpperCase().min(2).max(2)
const address = {
  phone: z.string().trim().max(40).nullable().optional(),
  street: z.string().trim().max(300).optional(),
  postalCode: z.string().trim().max(20).optional(),
  city: z.string().trim().max(100).optional(),
  vatNumber: z.string().trim().max(40).nullable().optional(),
}
const currency = z.string().trim().toUpperCase().pipe(currencyJson)

/** What somebody says of themselves when they register. */
export const registerInput = z.strictObject({
  kind: kind.default('consumer'),
  /** The person's name, or the company's. */
  name: personNameInput,
  /** Who logs in, when that is not the name above. */
  contactName: personNameInput.optional(),
  email: emailInput,
  password: newPasswordInput,
  language: languageInput.optional(),
  country: country.optional(),
  currency: currency.optional(),
  ...address,
})

/** What users may change of their own customer. */
export const ownCustomerChange = z.strictObject({
  kind: kind.optional(),
  name: personNameInput.optional(),
  email: emailInput.optional(),
  country: country.optional(),
  language: languageInput.optional(),
  creditPaysRenewals: z.boolean().optional(),
  ...address,
})

/** What staff may change. `version` is the one the form was filled from. */
export const customerChange = ownCustomerChange.extend({
  version: z.int().min(1).optional(),
  currency: currency.optional(),
  notes: z.string().max(20_000).optional(),
  policy: policyOverride.optional(),
})

export const newUserInput = z.strictObject({
  name: personNameInput,
  email: emailInput,
  language: languageInput.optional(),
})

export const newCustomerInput = z.strictObject({
  kind: kind.default('consumer'),
  name: personNameInput,
  email: emailInput,
  country: country.optional(),
  currency: currency.optional(),
  language: languageInput.optional(),
  notes: z.string().max(20_000).optional(),
  ...address,
  /** The first user, who is mailed an invitation. */
  user: newUserInput.optional(),
})

export const customerItem = z.object({
  id: z.uuid(),
  number: z.number().int(),
  kind,
  name: z.string(),
  email: z.string(),
  country: z.string(),
  currency: z.string(),
  language: languageInput,
  createdAt: instantJson,
  anonymisedAt: instantJson.nullable(),
})

export const userJson = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  language: languageInput,
  emailConfirmedAt: instantJson.nullable(),
  disabledAt: instantJson.nullable(),
  createdAt: instantJson,
})

/** What its own users see of a customer. */
export const ownCustomerJson = z.object({
  id: z.uuid(),
  number: z.number().int(),
  kind,
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  country: z.string(),
  vatNumber: z.string().nullable(),
  currency: z.string(),
  language: languageInput,
  creditPaysRenewals: z.boolean(),
  createdAt: instantJson,
})

export const customerJson = ownCustomerJson.extend({
  notes: z.string(),
  policy: z.record(z.string(), z.unknown()),
  /** No suspension and no end of its services; null `until`: open-ended. */
  hold: z.object({ until: instantJson.nullable(), reason: z.string() }).nullable(),
  version: z.number().int(),
  anonymisedAt: instantJson.nullable(),
  users: z.array(userJson),
})
