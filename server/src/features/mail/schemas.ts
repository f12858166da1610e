import { z } from 'zod'
import { actionOffer } from '../../platform/action-routes.ts'
import { instantJson } from '../../platform/json.ts'
import { pageQuery } from '../../platform/pagination.ts'
import { LANGUAGES } from '../../platform/text.ts'
import { catalogue } from './catalogue/index.ts'

const state = z.enum(['queued', 'sent', 'kept', 'failed'])

export const mailFilters = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  customerId: z.uuid().optional(),
  /** Part of the address. */
  address: z.string().trim().min(1).max(200).optional(),
  template: z.enum(Object.keys(catalogue)).optional(),
  state: state.optional(),
  /** Written at this moment or later. */
  since: instantJson.optional(),
})
export type MailFilters = z.output<typeof mailFilters>

/** A mail in a list. `error` is what the SMTP server said last. */
export const mailRowJson = z.object({
  id: z.uuid(),
  template: z.string(),
  customer: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  to: z.string(),
  language: z.enum(LANGUAGES),
  subject: z.string(),
  state,
  attempts: z.number().int(),
  error: z.string().nullable(),
  /** When it is to leave, while it is queued. */
  dueAt: instantJson.nullable(),
  createdAt: instantJson,
  sentAt: instantJson.nullable(),
})

/** The mail as it was written. The token of a one-time link is left out: it is the receiver's. */
export const mailPageJson = mailRowJson.extend({
  text: z.string(),
  /** To be shown as source or in a frame without scripts. */
  html: z.string(),
  documents: z.array(z.object({ id: z.uuid(), name: z.string() })),
  serviceIds: z.array(z.uuid()),
  actions: z.array(actionOffer),
})

/** What a receiver has, for tests and trials. */
export const sandboxMailJson = z.object({
  id: z.uuid(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  template: z.string(),
  language: z.enum(LANGUAGES),
  state,
  createdAt: instantJson,
  sentAt: instantJson.nullable(),
})
