import { sql } from 'drizzle-orm'
import type { OperationState } from '../../domain/operation-lifecycle.ts'
import type { Check } from '../check.ts'

/** Operations that suspend or undo it, each with the one before of the same service. */
const MOVES = sql`
  select service_id, id, kind, requested_by->>'kind' as by,
    lag(kind) over own as former, lag(requested_by->>'kind') over own as former_by
  from operations
  where state = 'succeeded' and kind in ('suspend', 'unsuspend', 'redeliver', 'create', 'adopt')
  window own as (partition by service_id order by settled_at, created_at, id)`

const atMostOne = (name: string, states: readonly OperationState[], doing: string): Check => ({
  name,
  sentence: `At most one operation of a service ${doing}.`,
  offending: () => sql`
    select format('service %s: %s', service_id, count(*)) as what
    from operations where state = any(${sql.param(states)}::text[])
    group by service_id having count(*) > 1`,
})

export const operationChecks: readonly Check[] = [
  atMostOne('operations.one_on_server', ['running', 'unknown'], 'is on its server'),
  atMostOne('operations.one_waiting', ['queued', 'failed'], 'waits for its turn'),
  {
    name: 'operations.suspended_once',
    sentence: 'The automation suspends a service once until it runs again.',
    offending: () => sql`
      select format('service %s, operation %s', service_id, id) as what
      from (${MOVES}) moves
      where kind = 'suspend' and former = 'suspend' and by = 'automation'
        and former_by = 'automation'`,
  },
  {
    name: 'steps.once',
    sentence: 'A step is done once per service and period.',
    offending: () => sql`
      select format('service %s, %s: %s times', service_id, step, count(*)) as what
      from automation_steps group by service_id, period_start, step having count(*) > 1`,
  },
  {
    name: 'steps.told_once',
    sentence: 'A mail to a customer lists each thing once.',
    offending: () => sql`
      select format('%s: %s times', dedupe_key, count(*)) as what
      from mail_digest_items group by dedupe_key having count(*) > 1
      union all
      select format('mail %s: %s times', dedupe_key, count(*))
      from mails group by dedupe_key having count(*) > 1`,
  },
  {
    name: 'drift.open_counted',
    sentence: 'A server counts the differences that wait for a person.',
    offending: () => sql`
      select format('server %s: counts %s, open %s', v.name, v.open_drift, coalesce(d.n, 0)) as what
      from servers v
      left join (
        select server_id, count(*) as n from drift where state in ('open', 'fixing') group by 1
      ) d on d.server_id = v.id
      where v.open_drift <> coalesce(d.n, 0)`,
  },
]
