import { sql } from 'drizzle-orm'
import type { Db } from '../../../platform/db.ts'
import type { AutomationState } from '../load-states.ts'

/** What a customer has with us, by currency, and whether all that renews may be paid from it. */
export interface CustomerCredit {
  paysRenewals: boolean
  balances: ReadonlyMap<string, bigint>
}

/** The credits of customers with services that pay by themselves; who has none is missing. */
export async function loadCredits(
  db: Db,
  states: readonly AutomationState[],
): Promise<Map<string, CustomerCredit>> {
  const charged = states.filter(({ facts }) => facts.charge !== null)
  const ids = [...new Set(charged.map(({ subject }) => subject.service.customerId))]
  if (ids.length === 0) return new Map()
  type Row = { customer_id: string; currency: string; balance: string; allowed: boolean }
  const { rows } = await db.execute<Row>(sql`
    select b.customer_id, b.currency, b.balance, c.credit_pays_renewals as allowed
    from credit_balances b join customers c on c.id = b.customer_id
    where b.customer_id = any(${sql.param(ids)}::uuid[]) and b.balance > 0`)
  const byCustomer = Map.groupBy(rows, (row) => row.customer_id)
  return new Map(
    [...byCustomer].map(([id, own]) => [
      id,
      {
        paysRenewals: own.some(({ allowed }) => allowed),
        balances: new Map(own.map(({ currency, balance }) => [currency, BigInt(balance)])),
      },
    ]),
  )
}
