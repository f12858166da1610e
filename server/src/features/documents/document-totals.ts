import { eq, sql } from 'drizzle-orm'
import { taxDocument } from '../../domain/tax.ts'
import type { AppliedRate } from '../../domain/tax-rate.ts'
import { taxRateFor } from '../../domain/tax-rate.ts'
import type { Tx } from '../../platform/db.ts'
import type { customers } from '../customers/tables.ts'
import { type Invoicing, taxRules } from './invoicing-settings.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents, type StoredRateTotal } from './tables.ts'

type Customer = Pick<typeof customers.$inferSelect, 'kind' | 'country' | 'vatNumber'>

/** The rate of a customer's lines by the settings in force. */
export function rateOf(customer: Customer, invoicing: Invoicing): AppliedRate {
  const vatNumber = invoicing.invoicing.reverseCharge ? customer.vatNumber : null
  const { kind, country } = customer
  return taxRateFor({ kind, country, vatNumber }, taxRules(invoicing))
}

type Taxable = Pick<DocumentLine, 'id' | 'amount' | 'rateBasisPoints' | 'mention'>

/** The totals of lines as a document stores them, and each line's share by id. */
export function totalsOf(lines: readonly Taxable[], taxMode: Document['taxMode']) {
  const { net, tax, gross, rates, lines: shares } = taxDocument(lines, taxMode)
  const taxLines: StoredRateTotal[] = rates.map((rate) => ({
    rateBasisPoints: rate.rateBasisPoints,
    net: rate.net.toString(),
    tax: rate.tax.toString(),
    mention: rate.mention,
  }))
  const byLine = new Map(lines.map((line, index) => [line.id, shares[index]]))
  return { totals: { net, tax, gross, taxLines }, byLine }
}

/** Works the totals of an open document out again from its lines, and stores them. */
export async function refreshTotals(tx: Tx, document: Document): Promise<Document> {
  const lines = await tx
    .select()
    .from(documentLines)
    .where(eq(documentLines.documentId, document.id))
    .orderBy(documentLines.position)
  const { totals, byLine } = totalsOf(lines, document.taxMode)
  for (const line of lines) {
    const share = byLine.get(line.id)
    if (!share || (share.net === line.net && share.tax === line.tax)) continue
    await tx
      .update(documentLines)
      .set({ net: share.net, tax: share.tax })
      .where(eq(documentLines.id, line.id))
  }
  const [fresh] = await tx
    .update(documents)
    .set({ ...totals, version: sql`${documents.version} + 1` })
    .where(eq(documents.id, document.id))
    .returning()
  if (!fresh) throw new Error(`no document ${document.id}`)
  return fresh
}

/** What is still to pay: never below zero, and nothing on what is void or a credit note. */
export function amountDue(
  document: Pick<Document, 'kind' | 'state' | 'gross' | 'credited' | 'paid'>,
): bigint {
  if (document.kind !== 'invoice' || document.state === 'void') return 0n
  const due = document.gross - document.credited - document.paid
  return due > 0n ? due : 0n
}
