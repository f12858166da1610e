import { sql } from 'drizzle-orm'
import type { Tx } from '../../platform/db.ts'

/**
 * Gives up every mail that has not left, and those that would still be written for what happened
 * before. They stay in the list of mails as failed. Answers how many there were.
 */
export async function dropQueuedMails(tx: Tx, because: string): Promise<number> {
  const dropped = await tx.execute(sql`
    update mails set state = 'failed', due_at = null, error = ${because} where state = 'queued'`)
  const unwritten = await tx.execute(sql`
    update pgboss.job set state = 'cancelled', completed_on = now()
    where name in ('mail.write', 'mail.write.many', 'mail.write_awaited')
      and state in ('created', 'retry')`)
  return (dropped.rowCount ?? 0) + (unwritten.rowCount ?? 0)
}
