import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AppliedRate } from '../../domain/tax-rate.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { insertMany } from '../../platform/insert-many.ts'
import { tellChanged } from '../../platform/stream.ts'
import { customers } from '../customers/tables.ts'
import { record } from '../history/record.ts'
import { rateOf, totalsOf } from './document-totals.ts'
import { type Invoicing, readInvoicing } from './invoicing-settings.ts'
import { issueDocuments } from './issue-documents.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents, type LineKind } from './tables.ts'

/** A line to put on a document. The tax rate is the customer's, by the settings in force. */
export interface NewLine {
  kind: LineKind
  /** Given by callers that need the id in advance; made here otherwise. */
  id?: string
  serviceId?: string | null
  renewalId?: string | null
  /** In the document's language. */
  label: string
  quantity: number
  /** Minor units, in the document's tax mode; a discount is negative. */
  unitPrice: bigint
  periodStartAt?: Instant | null
  periodEndAt?: Instant | null
}

export interface NewDocument {
  /** Given by callers that need the id in advance; made here otherwise. */
  id?: string
  customerId: string
  /** By callers that have read it in this transaction; read here otherwise. */
  buyer?: Buyer
  currency: string
  orderId?: string | null
  dueAt: Instant
  /**
   * When its mail may leave, for documents nobody asked for: the notice before a suspension counts
   * from it. Without it the mail leaves at once.
   */
  mailAt?: Instant
  lines: NewLine[]
}

/** The new document's id, and its lines' ids in the given order. */
export interface OpenedDocument {
  documentId: string
  lineIds: string[]
}

/**
 * Opens many documents at once. With the setting `numberAt = open` they are numbered at the end.
 * A document that comes to nothing (price 0) stays open: the caller settles it.
 */
export async function openDocuments(
  tx: Tx,
  env: Env,
  wanted: readonly NewDocument[],
): Promise<OpenedDocument[]> {
  if (wanted.length === 0) return []
  const settings = await readInvoicing(tx)
  const buyers = await loadBuyers(tx, wanted)
  const drafts = wanted.map((document) => draft(document, buyers, settings, env.now))
  const rows = drafts.map((one) => one.document)
  await insertMany(tx, documents, rows)
  await insertMany(
    tx,
    documentLines,
    drafts.flatMap((one) => one.lines),
  )
  await record(
    tx,
    env,
    rows.map((row) => ({
      subject: 'document',
      subjectId: row.id,
      customerId: row.customerId,
      kind: 'document.opened',
      after: { gross: row.gross.toString(), currency: row.currency, dueAt: row.dueAt },
    })),
  )
  emit(
    tx,
    'document.opened',
    rows.map((row, index) => ({
      documentId: row.id,
      customerId: row.customerId,
      orderId: row.orderId,
      mailAt: wanted[index]?.mailAt ?? null,
    })),
  )
  await tellChanged(tx, rows.map(changeOf))
  if (settings.invoicing.numberAt === 'open') {
    const numbered = rows.filter((row) => row.gross > 0n)
    await issueDocuments(tx, env, numbered)
  }
  return drafts.map((one) => ({
    documentId: one.document.id,
    lineIds: one.lines.map((line) => line.id),
  }))
}

/** Opens one document. */
export async function openDocument(
  tx: Tx,
  env: Env,
  document: NewDocument,
): Promise<OpenedDocument> {
  const [opened] = await openDocuments(tx, env, [document])
  if (!opened) throw new Error('document not opened')
  return opened
}

export const changeOf = ({ id, customerId }: Pick<Document, 'id' | 'customerId'>) => ({
  subject: 'document',
  id,
  customerId,
})

const CUSTOMER = {
  id: customers.id,
  kind: customers.kind,
  country: customers.country,
  vatNumber: customers.vatNumber,
  language: customers.language,
}

/** Of a customer what a document is made from. */
type Buyer = Pick<typeof customers.$inferSelect, keyof typeof CUSTOMER>

async function loadBuyers(
  tx: Tx,
  wanted: readonly NewDocument[],
): Promise<ReadonlyMap<string, Buyer>> {
  const known = new Map(wanted.flatMap(({ buyer }) => (buyer ? [[buyer.id, buyer]] : [])))
  const ids = wanted.map(({ customerId }) => customerId).filter((id) => !known.has(id))
  if (ids.length === 0) return known
  const rows = await tx
    .select(CUSTOMER)
    .from(customers)
    .where(anyOf(customers.id, [...new Set(ids)]))
  for (const row of rows) known.set(row.id, row)
  return known
}

function draft(
  wanted: NewDocument,
  buyers: ReadonlyMap<string, Buyer>,
  settings: Invoicing,
  now: Instant,
) {
  const customer = buyers.get(wanted.customerId)
  if (!customer) throw new Error(`no customer ${wanted.customerId}`)
  const { taxMode } = settings.invoicing
  const id = wanted.id ?? newId()
  const rate = rateOf(customer, settings)
  const bare = wanted.lines.map((line, index) => lineRow(line, id, index + 1, rate))
  const { totals, byLine } = totalsOf(bare, taxMode)
  if (totals.gross < 0n) throw new Error('a document asks for money')
  const document = {
    id,
    kind: 'invoice' as const,
    state: 'open' as const,
    customerId: customer.id,
    orderId: wanted.orderId ?? null,
    currency: wanted.currency,
    language: customer.language,
    taxMode,
    ...totals,
    dueAt: wanted.dueAt,
    mailedAt: wanted.mailAt ?? null,
    createdAt: now,
  }
  const lines = bare.map((line) => {
    const share = byLine.get(line.id)
    return { ...line, net: share?.net ?? 0n, tax: share?.tax ?? 0n }
  })
  return { document, lines }
}

/** A line as a row; its shares of the totals follow when the totals are worked out. */
export function lineRow(
  line: NewLine,
  documentId: string,
  position: number,
  rate: AppliedRate,
): Omit<DocumentLine, 'correctsLineId'> {
  return {
    id: line.id ?? newId(),
    documentId,
    position,
    kind: line.kind,
    serviceId: line.serviceId ?? null,
    renewalId: line.renewalId ?? null,
    label: line.label,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    amount: BigInt(line.quantity) * line.unitPrice,
    net: 0n,
    tax: 0n,
    rateBasisPoints: rate.rateBasisPoints,
    taxCountry: rate.country,
    mention: rate.mention,
    periodStartAt: line.periodStartAt ?? null,
    periodEndAt: line.periodEndAt ?? null,
  }
}
