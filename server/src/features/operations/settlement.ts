import type { ObservedState, Resource, ServiceInput } from '@berth/sdk'
import type { Context, Env } from '../../context.ts'
import type { OperationKind } from '../../domain/operation-lifecycle.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { operations } from './tables.ts'

export type Operation = typeof operations.$inferSelect

/** What a finished module call reported: the resource as it is from here on, and more by kind. */
export interface OperationReport {
  /**
   * The resource as the books shall keep it, its secrets in clear: whoever stores it seals them.
   * Absent when the call does not change it. Secrets that nobody can read back are absent from an
   * observed resource, so stored ones stay unless a new value is reported.
   */
  resource?: Resource
  /** The resource is confirmed gone. */
  gone?: boolean
  /** adopt: how the resource was found on the server. */
  observed?: ObservedState
}

/**
 * What the confirmed outcome of an operation does to its service, in the transaction that records
 * it, with the service locked.
 */
export interface OperationSettlement {
  succeeded(tx: Tx, env: Env, operation: Operation, report: OperationReport): Promise<void>
  /**
   * It failed and waits: for its next attempt, or (`waitsForStaff`) for a person; or staff gave it
   * up (`abandoned`). An import that only staff could go on with is undone, its service with it.
   */
  failed(tx: Tx, env: Env, operation: Operation, waitsForStaff: boolean): Promise<void>
  /**
   * redeliver only: the old resource is confirmed gone and the new one is about to be made. Runs
   * once, before `succeeded`.
   */
  removed?(tx: Tx, env: Env, operation: Operation): Promise<void>
}

export type OperationSettlements = Record<OperationKind, OperationSettlement>

/** A service as the engine needs it for one call: a snapshot, secrets in clear. */
export interface DeliveredService {
  /** The service type, which names the module. */
  type: string
  /** Where the product's services may be placed; null when there is no choice. */
  serverGroupId: string | null
  /** The fields of the order data that must never be logged. */
  secretFields: readonly string[]
  input: ServiceInput
}

/** How lists and streams name a service. */
export interface ServiceName {
  customerId: string
  number: number
  name: string
}

/**
 * Operations know a service as an id only. What they must read or move of it is given to them by
 * the feature that owns services.
 */
export interface OperationSubjects {
  /** Locks the service rows, in the house's order. */
  lock(tx: Tx, serviceIds: readonly string[]): Promise<void>
  /** Null when the service is gone. */
  read(ctx: Context, db: Db | Tx, serviceId: string): Promise<DeliveredService | null>
  /** Those that do not exist are missing from the map. */
  names(db: Db | Tx, serviceIds: readonly string[]): Promise<Map<string, ServiceName>>
  /**
   * Puts a service that has no resource yet on another server of its group and returns the place on
   * the old one; the new place is taken already.
   */
  move(tx: Tx, env: Env, serviceId: string, serverId: string): Promise<void>
}
