import { localDate } from '../domain/calendar.ts'
import { formatNumber } from '../domain/document-lifecycle.ts'
import type { Instant } from '../domain/instant.ts'
import { rateOf, totalsOf } from '../features/documents/document-totals.ts'
import { buyerOf, sellerOf } from '../features/documents/issue-documents.ts'
import { lineRow, type NewLine } from '../features/documents/open-documents.ts'
import type { Cause } from '../platform/action.ts'
import { type Actor, gatewayActor } from '../platform/actor.ts'
import type { CustomerRow, DocumentRow } from './books.ts'
import { COMPANY } from './company.ts'
import { type Making, tell, who } from './making.ts'
import { idAt } from './random.ts'

type Who = Pick<Actor, 'kind' | 'id' | 'name'>

export interface Wanted {
  customer: CustomerRow
  orderId?: string | null
  createdAt: Instant
  dueAt: Instant
  mailedAt: Instant
  actor: Who
  cause: Cause
  lines: NewLine[]
}

/** Opens a document of the books, with its lines and its tax. */
export function openDocument(making: Making, wanted: Wanted): DocumentRow {
  const { books, random } = making
  const { customer, createdAt, actor, cause } = wanted
  const { taxMode } = COMPANY.invoicing
  const id = idAt(random, createdAt)
  const rate = rateOf(customer, COMPANY)
  const bare = wanted.lines.map((line, index) =>
    lineRow({ id: idAt(random, createdAt), ...line }, id, index + 1, rate),
  )
  const { totals, byLine } = totalsOf(bare, taxMode)
  const lines = bare.map((line) => {
    const share = byLine.get(line.id)
    return { ...line, net: share?.net ?? 0n, tax: share?.tax ?? 0n, correctsLineId: null }
  })
  books.lines.push(...lines)
  making.linesOf.set(id, lines)
  const row: DocumentRow = {
    ...NEW,
    id,
    kind: 'invoice',
    customerId: customer.id,
    orderId: wanted.orderId ?? null,
    currency: customer.currency,
    language: customer.language,
    taxMode,
    ...totals,
    dueAt: wanted.dueAt,
    mailedAt: wanted.mailedAt,
    createdAt,
  }
  books.documents.push(row)
  const after = { gross: row.gross, currency: row.currency, dueAt: row.dueAt }
  tell(making, { at: createdAt, actor, cause, ...about(row), kind: 'document.opened', after })
  return row
}

const NEW = {
  serial: 0,
  state: 'open',
  net: 0n,
  tax: 0n,
  gross: 0n,
  taxLines: [],
  paid: 0n,
  credited: 0n,
  number: null,
  issuedOn: null,
  issuedAt: null,
  paidAt: null,
  voidedAt: null,
  chargingSince: null,
  seller: null,
  buyer: null,
  correctsId: null,
  reason: null,
  version: 1,
} satisfies Partial<DocumentRow>

export const blankDocument = NEW

const about = ({ id, customerId }: DocumentRow) => ({
  subject: 'document',
  subjectId: id,
  customerId,
})

export interface Money {
  gateway: string
  reference: string
  /** Who wrote it down: staff for transfers, the gateway itself for others. */
  actor: Who
}

/** Sets money against a document; in full it takes effect and is issued. */
export function receive(
  making: Making,
  document: DocumentRow,
  { at, amount = document.gross, ...money }: Money & { at: Instant; amount?: bigint },
): void {
  const { books, random } = making
  const { gateway, reference } = money
  const id = idAt(random, at)
  books.payments.push({
    ...{ id, gateway, reference, kind: 'payment' as const },
    customerId: document.customerId,
    documentId: document.id,
    amount,
    currency: document.currency,
    allocated: amount,
    state: 'allocated',
    transfer: 'none',
    receivedAt: at,
    recordedBy: who(money.actor),
    note: '',
  })
  document.paid += amount
  if (document.paid < document.gross) return
  settle(making, document, at, { kind: 'payment', paymentId: id, gateway, reference })
}

/** The document is paid: every line has had its effect once, and it gets its number then. */
export function settle(making: Making, document: DocumentRow, at: Instant, cause: Cause): void {
  for (const line of making.linesOf.get(document.id) ?? [])
    making.books.effects.push({ documentId: document.id, lineId: line.id, effect: 'paid', at })
  document.paidAt = at
  document.version += 2
  const actor = gatewayActor(String(cause.gateway ?? 'automation'))
  const after = { gross: document.gross, currency: document.currency }
  tell(making, { at, actor, cause, ...about(document), kind: 'document.paid', after })
  if (document.state === 'open') issue(document, at)
}

/** Marks it for a number, which is given when all are known. */
export function issue(document: DocumentRow, at: Instant): void {
  document.state = 'issued'
  document.issuedAt = at
}

export function giveUp(making: Making, document: DocumentRow, at: Instant, reason: string): void {
  document.state = 'void'
  document.voidedAt = at
  document.reason = reason
  const cause: Cause = { kind: 'system' }
  const actor = { kind: 'automation', id: null, name: 'automation' } as const
  tell(making, { at, actor, cause, ...about(document), kind: 'document.voided', note: reason })
}

/** Short numbers in the order of opening, fiscal ones in the order of issue, without gaps. */
export function numberDocuments(making: Making): void {
  const { books, calendar } = making
  const customers = new Map(books.customers.map((row) => [row.id, row]))
  const seller = sellerOf(COMPANY.business)
  books.documents.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  books.documents.forEach((document, index) => {
    document.serial = index + 1
  })
  const issued = books.documents.filter((document) => document.state === 'issued')
  issued.sort((a, b) => (a.issuedAt ?? 0) - (b.issuedAt ?? 0) || a.serial - b.serial)
  const { invoicePrefix, creditNotePrefix } = COMPANY.invoicing
  const counters = new Map<
    string,
    { series: string; year: number; last: number; lastIssuedOn: string }
  >()
  for (const document of issued) {
    const series = document.kind === 'invoice' ? invoicePrefix : creditNotePrefix
    const issuedOn = localDate(document.issuedAt ?? 0, calendar.zone)
    const year = Number(issuedOn.slice(0, 4))
    const key = `${series} ${year}`
    const counter = counters.get(key) ?? { series, year, last: 0, lastIssuedOn: issuedOn }
    counters.set(key, { ...counter, last: counter.last + 1, lastIssuedOn: issuedOn })
    const customer = customers.get(document.customerId)
    document.number = formatNumber(series, year, counter.last + 1)
    document.issuedOn = issuedOn
    document.seller = seller
    document.buyer = customer ? buyerOf(customer) : null
    const after = { number: document.number, issuedOn }
    const actor = { kind: 'system', id: null, name: 'system' } as const
    const cause: Cause = { kind: 'payment' }
    const at = document.issuedAt ?? 0
    tell(making, { at, actor, cause, ...about(document), kind: 'document.issued', after })
  }
  books.series.push(...counters.values())
}

/** What the history says of the money, once it is certain how each document was paid. */
export function tellPayments(making: Making): void {
  for (const payment of making.books.payments) {
    const { id, gateway, reference, amount, currency, customerId = null, documentId } = payment
    const outcome = payment.state === 'unallocated' ? 'unallocated' : 'paid'
    const after = { paymentId: id, documentId, amount, currency, gateway, reference, outcome }
    const shared = {
      at: payment.receivedAt,
      actor: payment.recordedBy as Who,
      cause: { kind: 'payment' as const, paymentId: id, gateway, reference },
      customerId,
      kind: 'payment.received',
      after,
    }
    tell(making, { ...shared, subject: 'payment', subjectId: id })
    if (documentId) tell(making, { ...shared, subject: 'document', subjectId: documentId })
  }
}
