import type { Db, Tx } from '../../platform/db.ts'

/**
 * What the features above customers know about one, asked before it is changed for good. Each
 * feature that keeps something of a customer provides one; they meet at the top of the program.
 */
export interface CustomerGuard {
  /** Code of the problem that keeps the customer from being anonymised; null when nothing does. */
  whyNotAnonymise(db: Db | Tx, customerId: string): Promise<string | null>
  /** True while there is something in the customer's currency that cannot change with it. */
  keepsCurrency(db: Db | Tx, customerId: string): Promise<boolean>
}
