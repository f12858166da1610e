import { sql } from 'drizzle-orm'
import type { Check } from '../check.ts'

/** Movements of credit that are set against their document; a surplus never was on it. */
const ON_DOCUMENT = sql`('payment', 'payment_reversed', 'refund', 'ended_service')`

export const moneyChecks: readonly Check[] = [
  {
    name: 'money.paid_by_movements',
    sentence: 'What is paid on a document came from payments and credit.',
    offending: () => sql`
      select format('document %s: %s paid, movements of %s',
        coalesce(d.number, d.id::text), d.paid, moved.amount) as what
      from documents d
      left join (
        select document_id, sum(allocated) as amount from payments group by 1
      ) p on p.document_id = d.id
      left join (
        select document_id, -sum(amount) as amount from credit_entries
        where reason in ${ON_DOCUMENT} group by 1
      ) c on c.document_id = d.id
      cross join lateral (select coalesce(p.amount, 0) + coalesce(c.amount, 0) as amount) moved
      where d.kind = 'invoice' and d.paid <> moved.amount`,
  },
  {
    name: 'money.payment_once',
    sentence: 'A payment of a gateway is recorded once.',
    offending: () => sql`
      select format('%s %s: %s times', gateway, reference, count(*)) as what
      from payments group by gateway, reference having count(*) > 1`,
  },
  {
    name: 'money.allocated_within_payment',
    sentence: 'No more of a payment is set against a document than was received.',
    offending: () => sql`
      select format('payment %s: %s of %s', id, allocated, amount) as what
      from payments where abs(allocated) > abs(amount) or allocated * amount < 0`,
  },
  {
    name: 'money.credit_balance',
    sentence: 'A credit balance is the sum of its movements.',
    offending: () => sql`
      select format('customer %s: %s %s, movements of %s', customer_id, coalesce(b.balance, 0),
        currency, coalesce(e.amount, 0)) as what
      from credit_balances b
      full join (
        select customer_id, currency, sum(amount) as amount from credit_entries group by 1, 2
      ) e using (customer_id, currency)
      where coalesce(b.balance, 0) <> coalesce(e.amount, 0)`,
  },
]
