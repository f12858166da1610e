import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { instantJson, moneyJson, toInstantJson, toMoneyJson } from '../../../platform/json.ts'
import { amountDue } from '../../documents/document-totals.ts'
import { documents } from '../../documents/tables.ts'
import { methodFor } from '../methods/queries.ts'
import { charges, paymentMethods } from '../tables.ts'
import type { AutoPaySubject } from './auto-pay-subject.ts'

/** The newest attempts that a page shows. */
const MOST_SHOWN = 30

export const chargeJson = z.object({
  id: z.uuid(),
  /** The attempt's number since auto-pay was switched on, and how many there may be. */
  attempt: z.int(),
  of: z.int(),
  state: z.enum([
    'queued',
    'running',
    'unknown',
    'pending',
    'succeeded',
    'refused',
    'needs_customer',
    'abandoned',
  ]),
  amount: moneyJson,
  /** What was charged; null before the first call. */
  method: z.string().nullable(),
  documentId: z.uuid(),
  at: instantJson,
  settledAt: instantJson.nullable(),
})

export const staffChargeJson = chargeJson.extend({
  code: z.string().nullable(),
  /** In the gateway's own words. */
  message: z.string().nullable(),
})

const shared = {
  on: z.boolean(),
  /** Since when; attempts are counted from there. */
  since: instantJson.nullable(),
  /** The method that the service names; null: the customer's default. */
  methodId: z.uuid().nullable(),
  /** What is charged; null when nothing is stored. */
  method: z
    .object({ id: z.uuid(), label: z.string(), expiresOn: z.string().nullable() })
    .nullable(),
  /** The customer's credit pays first. */
  useCredit: z.boolean(),
  /** Failed attempts of what is still to be paid. */
  failed: z.int(),
  /** How many attempts there may be. */
  of: z.int(),
  /** An outcome is still to come. */
  inFlight: z.boolean(),
}

/** How the renewals of a service are paid, newest attempt first. */
export const autoPayJson = z.object({ ...shared, charges: z.array(chargeJson) })
export const staffAutoPayJson = z.object({ ...shared, charges: z.array(staffChargeJson) })

const IN_FLIGHT = ['queued', 'running', 'unknown', 'pending']

/** The state of auto-pay as staff see it; customers are shown less of each attempt. */
export async function autoPayOf(
  { db }: Context,
  { service, methods, policy }: AutoPaySubject,
): Promise<z.infer<typeof staffAutoPayJson>> {
  const rows = await db
    .select({ charge: charges, document: documents, label: paymentMethods.label })
    .from(charges)
    .innerJoin(documents, eq(documents.id, charges.documentId))
    .leftJoin(paymentMethods, eq(paymentMethods.id, charges.methodId))
    .where(eq(charges.serviceId, service.id))
    .orderBy(desc(charges.createdAt), desc(charges.attempt))
    .limit(MOST_SHOWN)
  const [newest] = rows
  const isOpen = newest !== undefined && amountDue(newest.document) > 0n
  const current = rows.filter(({ charge }) => {
    const isCurrent = isOpen && charge.documentId === newest.charge.documentId
    return isCurrent && charge.createdAt >= (service.autoPayAt ?? service.createdAt)
  })
  const method = methodFor(service, methods)
  return {
    on: service.autoPay,
    since: toInstantJson(service.autoPayAt),
    methodId: methods.some(({ id }) => id === service.autoPayMethodId)
      ? service.autoPayMethodId
      : null,
    method: method && { id: method.id, label: method.label, expiresOn: method.expiresOn },
    useCredit: service.autoPayCredit,
    failed: current.filter(
      ({ charge: { state } }) => state === 'refused' || state === 'needs_customer',
    ).length,
    of: policy.values.autopayAttempts,
    inFlight: rows.some(({ charge }) => IN_FLIGHT.includes(charge.state)),
    charges: rows.map(({ charge, label }) => toChargeJson(charge, label)),
  }
}

/** An attempt as staff see it; `label` names what was charged. */
export function toChargeJson(
  charge: typeof charges.$inferSelect,
  label: string | null,
): z.infer<typeof staffChargeJson> {
  return {
    id: charge.id,
    attempt: charge.attempt,
    of: charge.attempts,
    state: charge.state,
    amount: toMoneyJson({ amount: charge.amount ?? 0n, currency: charge.currency }),
    method: label,
    documentId: charge.documentId,
    at: toInstantJson(charge.createdAt),
    settledAt: toInstantJson(charge.settledAt),
    code: charge.code,
    message: charge.message,
  }
}
