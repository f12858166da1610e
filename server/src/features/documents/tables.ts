import { sql } from 'drizzle-orm'
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { DocumentKind, DocumentState } from '../../domain/document-lifecycle.ts'
import type { TaxMention } from '../../domain/tax-rate.ts'
import { day, id, instant, minorUnits } from '../../platform/columns.ts'
import type { Language } from '../../platform/text.ts'

/** Seller or buyer as they stood on the document when it was issued. */
export interface FrozenParty {
  name: string
  street: string
  postalCode: string
  city: string
  country: string
  vatNumber: string | null
  email: string | null
  /** Seller only: registration, IBAN … one per line. */
  legal: string[]
}

/** The totals of one rate as stored; minor units as digits. */
export interface StoredRateTotal {
  rateBasisPoints: number
  net: string
  tax: string
  mention: TaxMention | null
}

/**
 * An amount to pay. Open: lines come and go, reference `P-…`. Issued: numbered, frozen, never
 * changed. Void: an open one given up. A credit note is a document that names the invoice it
 * corrects; its amounts are negative.
 */
export const documents = pgTable(
  'documents',
  {
    id: id().primaryKey(),
    /** Makes the reference `P-000123`. */
    serial: bigserial('serial', { mode: 'number' }).notNull().unique(),
    kind: text('kind').$type<DocumentKind>().notNull(),
    state: text('state').$type<DocumentState>().notNull(),
    customerId: uuid('customer_id').notNull(),
    orderId: uuid('order_id'),
    currency: text('currency').notNull(),
    language: text('language').$type<Language>().notNull(),
    /** Prices on the lines are net or gross. */
    taxMode: text('tax_mode').$type<'net' | 'gross'>().notNull(),
    net: minorUnits('net').notNull().default(sql`0`),
    tax: minorUnits('tax').notNull().default(sql`0`),
    gross: minorUnits('gross').notNull().default(sql`0`),
    /** Per rate: basis points, net, tax, mention. */
    taxLines: jsonb('tax_lines').$type<StoredRateTotal[]>().notNull().default([]),
    /** Payments and credit set against it so far. */
    paid: minorUnits('paid').notNull().default(sql`0`),
    /** What credit notes took back. */
    credited: minorUnits('credited').notNull().default(sql`0`),
    /** `INV-2026-000001` or `AV-2026-000001`; null until issued. */
    number: text('number'),
    /** Calendar day of the business zone. */
    issuedOn: day('issued_on'),
    issuedAt: instant('issued_at'),
    dueAt: instant('due_at').notNull(),
    paidAt: instant('paid_at'),
    voidedAt: instant('voided_at'),
    /** When it was first mailed: the notice before a suspension counts from here. */
    mailedAt: instant('mailed_at'),
    /** Since when a charge of it is under way: until it is over, nothing is taken off it. */
    chargingSince: instant('charging_since'),
    seller: jsonb('seller').$type<FrozenParty>(),
    buyer: jsonb('buyer').$type<FrozenParty>(),
    /** The invoice that a credit note corrects. */
    correctsId: uuid('corrects_id'),
    reason: text('reason'),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    index('documents_by_customer').on(t.customerId, t.createdAt, t.id),
    index('documents_by_state').on(t.state, t.createdAt, t.id),
    uniqueIndex('documents_by_number').on(t.number).where(sql`number is not null`),
    index('documents_by_order').on(t.orderId).where(sql`order_id is not null`),
    index('documents_by_due').on(t.dueAt).where(sql`paid_at is null and state <> 'void'`),
    index('documents_by_corrected').on(t.correctsId).where(sql`corrects_id is not null`),
  ],
)

/**
 * What a line is for decides what its payment, withdrawal and refund do (see settlements). A
 * `renewal` may have further lines, `renewal_part`: its options, or periods at another price.
 */
export type LineKind =
  | 'service_start'
  | 'option'
  | 'setup_fee'
  | 'renewal'
  | 'renewal_part'
  | 'custom'

export const documentLines = pgTable(
  'document_lines',
  {
    id: id().primaryKey(),
    documentId: uuid('document_id').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<LineKind>().notNull(),
    serviceId: uuid('service_id'),
    renewalId: uuid('renewal_id'),
    label: text('label').notNull(),
    quantity: integer('quantity').notNull(),
    unitPrice: minorUnits('unit_price').notNull(),
    /** quantity × unit price, in the document's tax mode. */
    amount: minorUnits('amount').notNull(),
    /** Its exact shares of the document's totals. */
    net: minorUnits('net').notNull(),
    tax: minorUnits('tax').notNull(),
    rateBasisPoints: integer('rate_basis_points').notNull(),
    taxCountry: text('tax_country').notNull(),
    mention: text('mention').$type<TaxMention>(),
    periodStartAt: instant('period_start_at'),
    periodEndAt: instant('period_end_at'),
    /** The invoice line a credit note's line corrects. */
    correctsLineId: uuid('corrects_line_id'),
  },
  (t) => [
    index('document_lines_by_document').on(t.documentId, t.position),
    index('document_lines_by_service').on(t.serviceId),
    uniqueIndex('document_lines_corrected_once')
      .on(t.correctsLineId)
      .where(sql`corrects_line_id is not null`),
  ],
)

/** The last number given, per series and year. Locked last of all. */
export const numberSeries = pgTable(
  'number_series',
  {
    series: text('series').notNull(),
    year: integer('year').notNull(),
    last: integer('last').notNull(),
    /** Dates on a series never run backwards. */
    lastIssuedOn: day('last_issued_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.series, t.year] })],
)

/** One effect per paid document and kind: a second notice finds the row and does nothing. */
export const documentEffects = pgTable(
  'document_effects',
  {
    documentId: uuid('document_id').notNull(),
    lineId: uuid('line_id').notNull(),
    effect: text('effect').$type<'paid' | 'withdrawn' | 'refunded'>().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [uniqueIndex('document_effects_once').on(t.lineId, t.effect)],
)
