import type { Env } from '../../context.ts'
import type { RecurringCycle } from '../../domain/cycle.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { documentLines, documents, LineKind } from './tables.ts'

export type Document = typeof documents.$inferSelect
export type DocumentLine = typeof documentLines.$inferSelect

/** What has happened to the document of the lines. */
export interface LineEvent {
  documentId: string
  customerId: string
  /** The order that the document was made for, if any. */
  orderId: string | null
  currency: string
  /** For `refunded`: take the bought period back, or leave it with the customer? */
  takeBack?: boolean
  /** For `paid`: the payment that completed it, when it was one. */
  paymentId?: string
}

/** Lines of one document, with what has happened to it. */
export interface LinesOfDocument {
  lines: DocumentLine[]
  event: LineEvent
  /** Where it differs from the environment's: what is done for many, each for its own reason. */
  cause?: Env['cause']
}

/** What became of paid lines. */
export interface PaidOutcome {
  /**
   * Ids of lines that cannot be honoured any more (their service has ended): nothing was done for
   * them; they are credited, their money becomes customer credit and staff are alerted.
   */
  unhonoured: readonly string[]
}

/** Every line did what it is for. */
export const HONOURED: PaidOutcome = { unhonoured: [] }

/** Time that a service was paid for. */
export interface BoughtPeriods {
  serviceId: string
  cycle: RecurringCycle
  periods: number
}

/**
 * What a kind of document line does when its document is paid in full, when the line is withdrawn
 * from an open document (or the document is void), and when it is refunded. Runs in the same
 * transaction, once per line and effect, with the services of the lines locked already.
 */
export interface LineSettlement {
  paid(tx: Tx, env: Env, lines: DocumentLine[], event: LineEvent): Promise<PaidOutcome>
  /** Of many documents at once. */
  withdrawn(tx: Tx, env: Env, withdrawn: readonly LinesOfDocument[]): Promise<void>
  refunded(tx: Tx, env: Env, lines: DocumentLine[], event: LineEvent): Promise<void>
  /** What a refund would take off services, before anybody asks for it; absent: nothing. */
  bought?(db: Db, lines: readonly DocumentLine[]): Promise<BoughtPeriods[]>
}

export type LineSettlements = Record<LineKind, LineSettlement>

/** Lines that only ask for money: nothing follows from them. */
export const nothingFollows: LineSettlement = {
  paid: async () => HONOURED,
  withdrawn: async () => {},
  refunded: async () => {},
}

/** Money that a document does not need any more. */
export interface Excess {
  documentId: string
  customerId: string
  currency: string
  /** More than nothing. */
  amount: bigint
  because: 'withdrawn' | 'credited' | 'ended_service'
}

/**
 * Where money goes that was set against a document and is not needed there any more, because lines
 * were withdrawn, credited or cannot be honoured. Runs in the same transaction.
 */
export interface ExcessSettlement {
  overpaid(tx: Tx, env: Env, excess: Excess): Promise<void>
}
