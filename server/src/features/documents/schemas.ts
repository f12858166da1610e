import { z } from 'zod'
import { DOCUMENT_KINDS, DOCUMENT_STATES } from '../../domain/document-lifecycle.ts'
import type { Instant } from '../../domain/instant.ts'
import {
  instantJson,
  moneyJson,
  positiveMoneyJson,
  toInstantJson,
  toMoneyJson,
} from '../../platform/json.ts'
import { nameOf } from './document-name.ts'
import { DOCUMENT_STATUSES, statusOf } from './document-status.ts'
import { amountDue } from './document-totals.ts'
import type { Document, DocumentLine } from './settlement.ts'

/** A line in free words, by staff. */
export const customLine = z.strictObject({
  label: z.string().trim().min(1).max(500),
  quantity: z.int().min(1).max(10_000).default(1),
  unitPrice: positiveMoneyJson,
})

const party = z.object({
  name: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  country: z.string(),
  vatNumber: z.string().nullable(),
  email: z.string().nullable(),
  legal: z.array(z.string()),
})

/** A document as lists show it. */
export const documentJson = z.object({
  id: z.uuid(),
  /** Fiscal number, or the reference `P-…` while there is none. */
  name: z.string(),
  number: z.string().nullable(),
  kind: z.enum(DOCUMENT_KINDS),
  state: z.enum(DOCUMENT_STATES),
  status: z.enum(DOCUMENT_STATUSES),
  customerId: z.uuid(),
  orderId: z.uuid().nullable(),
  currency: z.string(),
  net: moneyJson,
  tax: moneyJson,
  gross: moneyJson,
  paid: moneyJson,
  credited: moneyJson,
  amountDue: moneyJson,
  /** Calendar day of the business zone. */
  issuedOn: z.string().nullable(),
  dueAt: instantJson,
  paidAt: instantJson.nullable(),
  createdAt: instantJson,
})

/** A line with its exact shares of the totals. */
export const lineJson = z.object({
  id: z.uuid(),
  kind: z.string(),
  serviceId: z.uuid().nullable(),
  label: z.string(),
  quantity: z.int(),
  unitPrice: moneyJson,
  net: moneyJson,
  tax: moneyJson,
  gross: moneyJson,
  rateBasisPoints: z.int(),
  taxCountry: z.string(),
  mention: z.enum(['reverse_charge']).nullable(),
  periodStartAt: instantJson.nullable(),
  periodEndAt: instantJson.nullable(),
  /** A credit note has taken it back. */
  credited: z.boolean(),
})

/** A document with everything that stands on it. */
export const documentPageJson = documentJson.extend({
  taxMode: z.enum(['net', 'gross']),
  taxLines: z.array(
    z.object({
      rateBasisPoints: z.int(),
      net: moneyJson,
      tax: moneyJson,
      mention: z.enum(['reverse_charge']).nullable(),
    }),
  ),
  lines: z.array(lineJson),
  seller: party.nullable(),
  buyer: party.nullable(),
  /** The invoice that a credit note corrects. */
  corrects: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  creditNotes: z.array(documentJson),
  reason: z.string().nullable(),
  mailedAt: instantJson.nullable(),
  version: z.int(),
})

export function toDocumentJson(document: Document, now: Instant): z.infer<typeof documentJson> {
  const { currency } = document
  const money = (amount: bigint) => toMoneyJson({ amount, currency })
  return {
    id: document.id,
    name: nameOf(document),
    number: document.number,
    kind: document.kind,
    state: document.state,
    status: statusOf(document, now),
    customerId: document.customerId,
    orderId: document.orderId,
    currency,
    net: money(document.net),
    tax: money(document.tax),
    gross: money(document.gross),
    paid: money(document.paid),
    credited: money(document.credited),
    amountDue: money(amountDue(document)),
    issuedOn: document.issuedOn,
    dueAt: toInstantJson(document.dueAt),
    paidAt: toInstantJson(document.paidAt),
    createdAt: toInstantJson(document.createdAt),
  }
}

export function toLineJson(line: DocumentLine, currency: string, credited: boolean) {
  const money = (amount: bigint) => toMoneyJson({ amount, currency })
  const { id, kind, serviceId, label, quantity, rateBasisPoints, taxCountry, mention } = line
  return {
    ...{ id, kind, serviceId, label, quantity, rateBasisPoints, taxCountry, mention, credited },
    unitPrice: money(line.unitPrice),
    net: money(line.net),
    tax: money(line.tax),
    gross: money(line.net + line.tax),
    periodStartAt: toInstantJson(line.periodStartAt),
    periodEndAt: toInstantJson(line.periodEndAt),
  }
}
