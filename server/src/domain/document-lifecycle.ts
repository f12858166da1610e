import type { Money } from './money.ts'

/** An invoice asks for money; a credit note corrects an issued invoice, which never changes. */
export const DOCUMENT_KINDS = ['invoice', 'credit_note'] as const

/** The kind of a document. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/**
 * `open`: lines come and go, no fiscal number. `issued`: numbered and frozen for ever.
 * `void`: an open one given up.
 */
export const DOCUMENT_STATES = ['open', 'issued', 'void'] as const

/** The state of a document. */
export type DocumentState = (typeof DOCUMENT_STATES)[number]

/** The legal transitions: only an open document changes state, and never twice. */
export const DOCUMENT_TRANSITIONS = {
  open: ['issued', 'void'],
  issued: [],
  void: [],
} as const satisfies Record<DocumentState, readonly DocumentState[]>

/** True when a document may go from one state to the other. */
export function canDocumentBecome(from: DocumentState, to: DocumentState): boolean {
  return (DOCUMENT_TRANSITIONS[from] as readonly DocumentState[]).includes(to)
}

/** What a payment needs to know of the document that it names. */
export interface PayableDocument {
  readonly kind: DocumentKind
  readonly state: DocumentState
  /** What is still to pay, tax included; 0 when it is paid. */
  readonly amountDue: Money
}

/** What a payment of a document does. All amounts are in the payment's currency. */
export type PaymentOutcome =
  /** Less than due: recorded and shown; deadlines go on and nothing else happens. */
  | { readonly kind: 'partial'; readonly applied: bigint; readonly remaining: bigint }
  /** The amount due is now 0: effects fire. What was too much becomes customer credit. */
  | { readonly kind: 'paid'; readonly applied: bigint; readonly surplus: bigint }
  /** It was paid before: all of this payment becomes customer credit and nothing fires again. */
  | { readonly kind: 'already_paid'; readonly surplus: bigint }
  /** Recorded, tied to nothing: staff make it credit or send it back, and are alerted. */
  | { readonly kind: 'unallocated'; readonly because: 'currency' | 'void' | 'not_payable' }

/**
 * What an authentic payment does to a document; it is recorded whatever the outcome. Throws
 * RangeError for an amount that is not positive: a chargeback is not a payment of a document.
 */
export function payDocument(document: PayableDocument, payment: Money): PaymentOutcome {
  if (payment.amount <= 0n) throw new RangeError('a payment is more than nothing')
  if (document.kind !== 'invoice') return { kind: 'unallocated', because: 'not_payable' }
  if (document.state === 'void') return { kind: 'unallocated', because: 'void' }
  const due = document.amountDue
  if (payment.currency !== due.currency) return { kind: 'unallocated', because: 'currency' }
  if (due.amount <= 0n) return { kind: 'already_paid', surplus: payment.amount }
  if (payment.amount < due.amount)
    return { kind: 'partial', applied: payment.amount, remaining: due.amount - payment.amount }
  return { kind: 'paid', applied: due.amount, surplus: payment.amount - due.amount }
}

/** Default series of fiscal numbers; each has its own counter per year of the business zone. */
export const NUMBER_PREFIXES = {
  invoice: 'INV',
  credit_note: 'AV',
} as const satisfies Record<DocumentKind, string>

/** A fiscal number: series, year, and a counter without gaps: `INV-2026-000001`. */
export function formatNumber(prefix: string, year: number, counter: number): string {
  return `${prefix}-${year}-${String(counter).padStart(6, '0')}`
}

/** The reference of a document that has no fiscal number yet: `P-000042`. It is not a number. */
export function formatReference(counter: number): string {
  return `P-${String(counter).padStart(6, '0')}`
}
