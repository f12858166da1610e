import { sql } from 'drizzle-orm'
import { DAY } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Check } from '../check.ts'

/** What should have been asked of the gateway by then is stuck. */
const LATE_AFTER_MS = DAY
/** The gateway answers at once; what is not known after so long is for a person to find out. */
const UNKNOWN_FOR_MS = 2 * DAY
/** Bank debits are decided within some ten working days. */
const PENDING_FOR_MS = 30 * DAY

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
  {
    name: 'charges.never_late',
    sentence: 'No charge has been due for more than a day.',
    offending: ({ now }) => sql`
      select format('charge %s, due %s', id, due_at) as what from charges
      where due_at < ${instantToSql(now - LATE_AFTER_MS)}::timestamptz`,
  },
  {
    name: 'charges.decided',
    sentence: 'What came of a charge is known after two days, of a bank debit after thirty.',
    offending: ({ now }) => sql`
      select format('charge %s is %s, since %s', id, state, created_at) as what from charges
      where (state in ('running', 'unknown')
          and created_at < ${instantToSql(now - UNKNOWN_FOR_MS)}::timestamptz)
        or (state = 'pending' and created_at < ${instantToSql(now - PENDING_FOR_MS)}::timestamptz)`,
  },
]
