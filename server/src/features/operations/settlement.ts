import type { Env } from '../../context.ts'
import type { OperationKind } from '../../domain/operation-lifecycle.ts'
import type { Tx } from '../../platform/db.ts'
import type { operations } from './tables.ts'

export type Operation = typeof operations.$inferSelect

/** What a finished module call reported: the resource as it is from here on, and more by kind. */
export interface OperationReport {
  /** The remote id and the module's facts; absent when the call does not change them. */
  resource?: { remoteId: string; data: Record<string, unknown>; secrets: Record<string, string> }
  /** The resource is confirmed gone. */
  gone?: boolean
}

/**
 * What the confirmed outcome of an operation does to its service, in the transaction that records
 * it, with the service locked.
 */
export interface OperationSettlement {
  succeeded(tx: Tx, env: Env, operation: Operation, report: OperationReport): Promise<void>
  /** It failed and waits: for its next attempt, or (`waitsForStaff`) for a person. */
  failed(tx: Tx, env: Env, operation: Operation, waitsForStaff: boolean): Promise<void>
}

export type OperationSettlements = Record<OperationKind, OperationSettlement>
