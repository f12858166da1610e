import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'

/**
 * What higher features do when something happens to services, in the same transaction, with the
 * services locked.
 */
export interface ServiceSettlement {
  /** The customer or staff gave the next period up: open renewals are withdrawn. */
  renewalsGivenUp(tx: Tx, env: Env, serviceIds: string[]): Promise<void>
}
