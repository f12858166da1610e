import { type SQL, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { DocumentKind } from '../../domain/document-lifecycle.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'
import { customersOf } from '../customers/read-customers.ts'
import type { customers } from '../customers/tables.ts'
import { type HistoryEntry, record, recordStatement } from '../history/record.ts'
import { assertNotSafe } from '../installation/safe-mode.ts'
import { type BusinessSettings, type Invoicing, readInvoicing } from './invoicing-settings.ts'
import type { Document } from './settlement.ts'
import type { FrozenParty } from './tables.ts'
import { takeNumbers } from './take-numbers.ts'

/** Of a document what numbering it needs. */
interface OpenDocument extends Pick<Document, 'id' | 'kind' | 'state' | 'customerId'> {
  /** Where it differs from the environment's. */
  cause?: Env['cause']
}

/**
 * Gives open documents their fiscal numbers, in the given order, and freezes them with seller and
 * buyer as they stand. The documents are locked by the caller; the number counters are locked
 * here, so nothing else may be locked afterwards.
 */
export async function issueDocuments(
  tx: Tx,
  env: Env,
  open: readonly OpenDocument[],
): Promise<void> {
  await numberEach(tx, env, open, async ({ issue, entries }) => {
    await keptStatement(tx, issue)
    await record(tx, env, entries)
  })
}

/**
 * The same for one document when all else of the transaction is written: numbered and noted in one
 * step, since everybody waits for the counter until the commit.
 */
export async function issueLast(tx: Tx, env: Env, document: OpenDocument): Promise<void> {
  await numberEach(tx, env, [document], async ({ issue, entries }) => {
    await keptStatement(tx, sql`with issued as (${issue}) ${recordStatement(env, entries)}`)
  })
}

/** What issues the documents of one series: the statement, and what the history says of it. */
interface Numbered {
  issue: SQL
  entries: HistoryEntry[]
}

async function numberEach(
  tx: Tx,
  env: Env,
  open: readonly OpenDocument[],
  write: (numbered: Numbered) => Promise<void>,
): Promise<void> {
  if (open.length === 0) return
  assertNotSafe(env.ctx)
  if (open.some((document) => document.state !== 'open'))
    throw new Error('only an open document can be issued')
  const settings = await readInvoicing(tx)
  const buyers = await loadBuyers(tx, open)
  const seller = JSON.stringify(sellerOf(settings.business))
  for (const { prefix, documents } of bySeries(open, settings.invoicing)) {
    const { numbers, issuedOn } = await takeNumbers(tx, {
      series: prefix,
      count: documents.length,
      now: env.now,
      zone: settings.business.timeZone,
    })
    const rows = documents.map(({ id, customerId }, index) => ({
      id,
      number: numbers[index],
      buyer: buyers.get(customerId),
    }))
    const issue = sql`
      update documents set state = 'issued', number = given.number, issued_on = ${issuedOn}::date,
        issued_at = ${instantToSql(env.now)}::timestamptz, seller = ${seller}::jsonb,
        buyer = given.buyer, version = version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given (id uuid, number text, buyer jsonb)
      where documents.id = given.id`
    const entries = documents.map((document, index) => ({
      subject: 'document',
      subjectId: document.id,
      customerId: document.customerId,
      kind: 'document.issued',
      after: { number: numbers[index], issuedOn },
      cause: document.cause,
    }))
    await write({ issue, entries })
  }
}

/** The same for one. */
export async function issueDocument(tx: Tx, env: Env, document: OpenDocument): Promise<void> {
  await issueDocuments(tx, env, [document])
}

interface Series {
  prefix: string
  documents: OpenDocument[]
}

/** In name order, so that two transactions that need both series take them in one order. */
function bySeries(all: readonly OpenDocument[], invoicing: Invoicing['invoicing']): Series[] {
  const prefixes: Record<DocumentKind, string> = {
    invoice: invoicing.invoicePrefix,
    credit_note: invoicing.creditNotePrefix,
  }
  const groups = Map.groupBy(all, (document) => prefixes[document.kind])
  return [...groups]
    .map(([prefix, list]) => ({ prefix, documents: list }))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : 1))
}

/** Seller as the settings have it. */
export function sellerOf(business: BusinessSettings): FrozenParty {
  const { name, street, postalCode, city, country, vatNumber, email, legal } = business
  return {
    name,
    street,
    postalCode,
    city,
    country,
    vatNumber: vatNumber || null,
    email: email || null,
    legal,
  }
}

/** Buyer as the customer's profile has it. */
export function buyerOf(customer: typeof customers.$inferSelect): FrozenParty {
  const { name, street, postalCode, city, country, vatNumber, email } = customer
  return { name, street, postalCode, city, country, vatNumber, email, legal: [] }
}

async function loadBuyers(
  tx: Tx,
  open: readonly OpenDocument[],
): Promise<Map<string, FrozenParty>> {
  const ids = [...new Set(open.map((document) => document.customerId))]
  const rows = await customersOf(tx, ids)
  return new Map(rows.map((row) => [row.id, buyerOf(row)]))
}
