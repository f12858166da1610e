import { sql } from 'drizzle-orm'
import type { Check } from '../check.ts'

export const chargeChecks: readonly Check[] = [
  {
    name: 'charges.paid',
    sentence: 'A charge that succeeded is a payment.',
    offending: () => sql`
      select format('charge %s: no payment %s', c.id, c.reference) as what
      from charges c join payment_methods m on m.id = c.method_id
      where c.state = 'succeeded' and c.amount > 0 and not exists (
        select from payments p where p.gateway = m.gateway and p.reference = c.reference)`,
  },
  {
    name: 'charges.once',
    sentence: 'A renewal is charged once.',
    offending: () => sql`
      select format('renewal %s: %s charges', renewal_id, count(*)) as what
      from charges where state = 'succeeded' group by renewal_id having count(*) > 1`,
  },
  {
    name: 'charges.document_free',
    sentence: 'A document says that it is being charged while it is.',
    offending: () => sql`
      select format('document %s: charged since %s', coalesce(d.number, d.id::text),
        d.charging_since) as what
      from documents d
      where (d.charging_since is not null) <> exists (
        select from charges c
        where c.document_id = d.id and c.state in ('running', 'unknown', 'pending'))`,
  },
]
