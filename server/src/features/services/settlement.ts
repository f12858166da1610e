import type { Env } from '../../context.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Causes } from '../../platform/with-cause.ts'

/** A document that is still to be paid for a service. */
export interface OwedDocument {
  id: string
  /** What people call it. */
  document: string
  /** Minor units. */
  amount: bigint
  currency: string
}

/**
 * What higher features do when something happens to services, in the same transaction, with the
 * services locked.
 */
export interface ServiceSettlement {
  /** The customer or staff gave the next period up: open renewals are withdrawn. */
  renewalsGivenUp(tx: Tx, env: Env, serviceIds: string[], causes?: Causes): Promise<void>
  /** Services that were never delivered are deleted: their first period is not to be paid for. */
  startGivenUp(tx: Tx, env: Env, serviceIds: string[]): Promise<void>
  /** The newest document that is still to be paid and names the service. */
  owedDocument(db: Db | Tx, serviceId: string): Promise<OwedDocument | null>
  /** Whether a renewal is open, at the price and cycle it was asked for. */
  hasOpenRenewal(db: Db | Tx, serviceId: string): Promise<boolean>
  /**
   * The service's price or cycle changed: its open renewal is withdrawn and asked for anew as the
   * service is from here on; where it does not renew any more, it is only withdrawn.
   */
  renewalRemade(tx: Tx, env: Env, serviceId: string): Promise<void>
  /**
   * A cancellation is undone: the renewal that was withdrawn with it, at that moment, is asked for
   * again at its cycle; where it may not be any more, it stays withdrawn.
   */
  renewalRestored(tx: Tx, env: Env, serviceId: string, withdrawnAt: Instant): Promise<void>
  /** A service that was paid for is given up before it was delivered: its money goes back. */
  undeliveredGivenBack(tx: Tx, env: Env, serviceId: string, to: 'credit' | 'refund'): Promise<void>
}
