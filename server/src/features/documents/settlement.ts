import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import type { documentLines, LineKind } from './tables.ts'

export type DocumentLine = typeof documentLines.$inferSelect

/** What has happened to the document of the lines. */
export interface LineEvent {
  documentId: string
  customerId: string
  currency: string
  /** For `refunded`: take the bought period back, or leave it with the customer? */
  takeBack?: boolean
  /** For `paid`: the payment that completed it, when it was one. */
  paymentId?: string
}

/**
 * What a kind of document line does when its document is paid in full, when the line is withdrawn
 * from an open document (or the document is void), and when it is refunded. Runs in the same
 * transaction, once per line and effect, with the services of the lines locked already.
 */
export interface LineSettlement {
  paid(tx: Tx, env: Env, lines: DocumentLine[], event: LineEvent): Promise<void>
  withdrawn(tx: Tx, env: Env, lines: DocumentLine[], event: LineEvent): Promise<void>
  refunded(tx: Tx, env: Env, lines: DocumentLine[], event: LineEvent): Promise<void>
}

export type LineSettlements = Record<LineKind, LineSettlement>
