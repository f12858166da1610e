import { sql } from 'drizzle-orm'
import { findLate } from '../../features/automation/resync/find-late.ts'
import { instantFromSql } from '../../platform/columns.ts'
import type { Check, Look } from '../check.ts'

/** So many services are decided again. */
const SAMPLE = 1000

interface Kept extends Record<string, unknown> {
  id: string
  number: string
  next_at: string | null
}

/**
 * Services as the schedule has them, drawn by chance. Those that failed wait longer on purpose, and
 * those that are held by the brake wait for staff.
 */
async function drawKept({ tx }: Look): Promise<Kept[]> {
  const { rows } = await tx.execute<Kept>(sql`
    select s.id, s.number, d.next_at::text as next_at
    from service_schedule d join services s on s.id = d.service_id
    where d.failures = 0 and d.blocked_on is distinct from 'approval'
    order by random() limit ${sql.raw(String(SAMPLE))}`)
  return rows
}

/** Services whose stored moment is later than the one that their facts ask for. */
async function decidedLate(look: Look): Promise<string[]> {
  const kept = await drawKept(look)
  const scheduled = kept.map(({ id, next_at }) => ({
    id,
    nextAt: next_at === null ? null : instantFromSql(next_at),
  }))
  const numbers = new Map(kept.map(({ id, number }) => [id, number]))
  return (await findLate(look.tx, scheduled, look.now)).map(
    ({ id, step }) =>
      `service #${numbers.get(id)}${step ? `: ${step} is due earlier` : ' cannot be decided'}`,
  )
}

export const scheduleChecks: readonly Check[] = [
  {
    name: 'schedule.every_service',
    sentence: 'The automation looks after every service.',
    offending: () => sql`
      select format('service #%s', number) as what from services s
      where s.archived_at is null and not exists (
        select from service_schedule d where d.service_id = s.id)`,
  },
  {
    name: 'schedule.none_left',
    sentence: 'The sweep leaves no service behind that was due for a quarter of an hour.',
    // Against the last sweep, not the present: a worker that rests leaves nothing behind.
    offending: () => sql`
      select format('service %s, due %s', d.service_id, d.next_at) as what
      from service_schedule d, sweep_heartbeat beat
      where d.next_at < beat.last_at - interval '15 minutes'`,
  },
  {
    name: 'schedule.never_late',
    sentence: 'Decided from the facts as they are, no service would be looked at earlier.',
    find: decidedLate,
  },
]
