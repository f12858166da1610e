import { type SQL, sql } from 'drizzle-orm'
import { DAY } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Check } from '../check.ts'

/** What should have left by then is stuck. */
const STUCK_AFTER_MS = DAY

const sentInTime = (name: string, noun: string, table: SQL): Check => ({
  name,
  sentence: `No ${noun} has been due for more than a day.`,
  offending: ({ now }) => sql`
    select format('${sql.raw(noun)} %s, due %s', id, due_at) as what from ${table}
    where state = 'queued' and due_at < ${instantToSql(now - STUCK_AFTER_MS)}::timestamptz`,
})

export const queueChecks: readonly Check[] = [
  sentInTime('queues.mails', 'mail', sql`mails`),
  sentInTime('queues.webhooks', 'webhook', sql`webhook_deliveries`),
  {
    name: 'queues.jobs',
    sentence: 'No job has waited for more than a day.',
    // By the database's clock, like the job tables themselves.
    offending: () => sql`
      select format('%s %s, since %s', name, id, start_after) as what from pgboss.job
      where state in ('created', 'retry') and start_after < now() - interval '1 day'`,
  },
]
