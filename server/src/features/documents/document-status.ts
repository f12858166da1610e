import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import { amountDue } from './document-totals.ts'
import type { Document } from './settlement.ts'
import { documents } from './tables.ts'

/**
 * What screens call a document. `open`: to be paid; `partial`: some of it is; `overdue`: past its
 * due date, paid in part or not; `credited`: all taken back; `issued`: a credit note.
 */
export const DOCUMENT_STATUSES = [
  'open',
  'partial',
  'overdue',
  'paid',
  'credited',
  'void',
  'issued',
] as const
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number]

/** The status at a moment. */
export function statusOf(document: Document, now: Instant): DocumentStatus {
  if (document.state === 'void') return 'void'
  if (document.kind === 'credit_note') return 'issued'
  if (document.credited > 0n && document.credited >= document.gross) return 'credited'
  if (amountDue(document) === 0n && (document.paidAt !== null || document.gross > 0n)) return 'paid'
  if (document.dueAt < now && document.gross > 0n) return 'overdue'
  return document.paid > 0n ? 'partial' : 'open'
}

const due = sql`(${documents.gross} - ${documents.credited} - ${documents.paid})`
const invoice = sql`${documents.kind} = 'invoice' and ${documents.state} <> 'void'`
const credited = sql`(${documents.credited} > 0 and ${documents.credited} >= ${documents.gross})`
const unpaid = sql`${invoice} and not ${credited}
  and (${due} > 0 or (${documents.paidAt} is null and ${documents.gross} = 0))`

/** The same as a condition on `documents`, for lists. */
export function hasStatus(status: DocumentStatus, now: Instant): SQL {
  const at = sql`${instantToSql(now)}::timestamptz`
  const late = sql`(${documents.dueAt} < ${at} and ${documents.gross} > 0)`
  switch (status) {
    case 'void':
      return sql`${documents.state} = 'void'`
    case 'issued':
      return sql`${documents.kind} = 'credit_note' and ${documents.state} <> 'void'`
    case 'credited':
      return sql`${invoice} and ${credited}`
    case 'paid':
      return sql`${invoice} and not ${credited} and ${due} <= 0
        and (${documents.paidAt} is not null or ${documents.gross} > 0)`
    case 'overdue':
      return sql`${unpaid} and ${late}`
    case 'partial':
      return sql`${unpaid} and not ${late} and ${documents.paid} > 0`
    case 'open':
      return sql`${unpaid} and not ${late} and ${documents.paid} = 0`
  }
}
