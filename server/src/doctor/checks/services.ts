import { sql } from 'drizzle-orm'
import type { Check } from '../check.ts'

const ENDED = sql`('expired', 'terminated', 'cancelled')`

const OPEN_OPERATION = sql`exists (
  select from operations o where o.service_id = s.id
    and o.state in ('queued', 'failed', 'running', 'unknown'))`

/** What was given up half-way is left to staff, who see it on the service. */
const GIVEN_UP = sql`(
  select o.state in ('abandoned', 'superseded') from operations o where o.service_id = s.id
  order by o.settled_at desc nulls last, o.created_at desc limit 1) is true`

export const serviceChecks: readonly Check[] = [
  {
    name: 'services.suspended_has_causes',
    sentence:
      'A suspended service carries a cause and an active one none, unless an operation is on its ' +
      'way to make it so, or was given up by a person.',
    offending: () => sql`
      select format('service #%s is %s with %s causes', number, status,
        jsonb_array_length(suspensions)) as what
      from services s
      where ((status = 'suspended' and suspensions = '[]'::jsonb)
        or (status <> 'suspended' and suspensions <> '[]'::jsonb)) and not ${OPEN_OPERATION}
        and not ${GIVEN_UP}`,
  },
  {
    name: 'services.causes_listed',
    sentence: 'The list’s filter knows the causes of every service.',
    offending: () => sql`
      select format('%s of service %s', cause, service_id) as what
      from (
        select entry->>'cause' as cause, id as service_id
        from services, jsonb_array_elements(suspensions) entry where suspensions <> '[]'::jsonb
      ) standing
      full join service_causes listed using (cause, service_id)
      where standing.service_id is null or listed.service_id is null`,
  },
  {
    name: 'services.suspended_since',
    sentence: 'A suspended service says since when, and no other does.',
    offending: () => sql`
      select format('service #%s', number) as what from services
      where (status = 'suspended') <> (suspended_at is not null)`,
  },
  {
    name: 'services.ended',
    sentence: 'An ended service says when it ended and holds neither place nor stock.',
    offending: () => sql`
      select format('service #%s is %s', number, status) as what from services
      where (status in ${ENDED}) <> (ended_at is not null)
        or (status in ${ENDED} and (place_held or stock_held or auto_pay))`,
  },
  {
    name: 'services.ended_asks_nothing',
    sentence: 'An ended service has no open renewal.',
    offending: () => sql`
      select format('service #%s', s.number) as what from services s
      where s.ended_at is not null and exists (
        select from renewals r where r.service_id = s.id and r.state = 'open')`,
  },
  {
    name: 'services.places',
    sentence: 'A server counts as many places as services hold on it.',
    offending: () => sql`
      select format('server %s: counts %s, held %s', v.name, v.places_used, coalesce(held.n, 0))
        as what
      from servers v
      left join (
        select server_id, count(*) as n from services where place_held group by 1
      ) held on held.server_id = v.id
      where v.places_used <> coalesce(held.n, 0)`,
  },
  {
    name: 'services.count_ledger',
    sentence: 'The ledger of counts knows how many services stand in each status.',
    offending: () => sql`
      select format('%s%s: ledger %s, services %s', status, case when archived then ' archived' end,
        coalesce(l.n, 0), coalesce(r.n, 0)) as what
      from (
        select status, archived, sum(n) as n from service_count_delta group by 1, 2
      ) l
      full join (
        select status, archived_at is not null as archived, count(*) as n from services group by 1, 2
      ) r using (status, archived)
      where coalesce(l.n, 0) <> coalesce(r.n, 0)`,
  },
]
