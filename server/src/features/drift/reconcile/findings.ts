import { type SQL, sql } from 'drizzle-orm'
import type { DriftKind } from '../tables.ts'
import { NOT_LISTED } from './matched.ts'

/** What a service's product stands for, where the module names plans. */
export interface PlannedPlans {
  productIds: readonly string[]
  /** The services' options as the database writes them. */
  options: readonly string[]
  plans: readonly string[]
}

export interface Compared {
  serverId: string
  plans: PlannedPlans
  /** The module says that it sets owners. */
  setsOwners: boolean
  /** Services whose resource was looked for by itself and is not there. */
  missing: readonly string[]
}

/** The columns of every finding, in the order of `found`. */
const observed = (e: SQL) => sql`jsonb_build_object('name', ${e}.name, 'owner', ${e}.owner,
  'plan', ${e}.plan, 'state', ${e}.state, 'data', ${e}.data,
  'createdAt', floor(extract(epoch from ${e}.created_at) * 1000)::bigint)`

const OF_LINKED = observed(sql.raw('l'))
const OF_SEEN = observed(sql.raw('e'))

const finding = (kind: DriftKind, expected: SQL, condition: SQL) => sql`
  select ${sql.raw(`'${kind}'`)}, l.id, l.remote_id, l.key, false, ${OF_LINKED}, ${expected}
  from linked l where ${condition}`

const status = sql`jsonb_build_object('status', l.status)`

/** Comparisons of a resource with the service that has it. */
const statesOfLinked = [
  finding(
    'running_though_suspended',
    status,
    sql`l.status = 'suspended' and l.suspensions <> '[]'::jsonb and l.state = 'running'`,
  ),
  finding(
    'suspended_though_active',
    status,
    sql`l.status = 'active' and l.suspensions = '[]'::jsonb and l.state = 'suspended'`,
  ),
  finding('alive_though_ended', status, sql`l.ended_at is not null`),
]

function plansOfLinked({ productIds, options, plans }: PlannedPlans): SQL {
  return sql`
    select 'wrong_plan', l.id, l.remote_id, l.key, false, ${OF_LINKED},
      jsonb_build_object('plan', planned.plan)
    from linked l join unnest(${sql.param([...productIds])}::uuid[],
      ${sql.param([...options])}::text[], ${sql.param([...plans])}::text[])
      as planned (product_id, options, plan)
      on planned.product_id = l.product_id and planned.options = l.options::text
    where l.status in ('active', 'suspended') and l.plan <> planned.plan`
}

/**
 * Not against the customer's address, which may change while the resource keeps its owner: against
 * whom the server named when it was first listed after we had last set its owner.
 */
const ownersOfLinked = sql`
  select 'wrong_owner', l.id, l.remote_id, l.key, false, ${OF_LINKED},
    jsonb_build_object('owner', c.email)
  from linked l join customers c on c.id = l.customer_id
    join confirmed_owners o on o.service_id = l.id
  where l.status in ('active', 'suspended') and o.remote_id = l.remote_id
    and lower(l.owner) <> lower(o.owner) and lower(l.owner) <> lower(c.email)`

/**
 * What no service has in the books. With the key of a service of ours it is what that one left, or
 * one too many (of several, where the books know none yet, staff say which stays); a key that never
 * was a service of ours is another installation's.
 */
const unlinked = (serverId: string) => sql`
  select
    case when k.id is null then 'orphan_resource'
      when k.ended_at is null and k.resource is null and e.alike = 1 then 'orphan_resource'
      when k.ended_at is not null then 'alive_though_ended'
      else 'duplicate_resource' end,
    k.id, e.remote_id, e.key,
    e.key is not null and k.id is null and not exists (
      select from history h where h.subject = 'service' and h.subject_id = e.key),
    ${OF_SEEN},
    jsonb_strip_nulls(jsonb_build_object('status', k.status, 'remoteId',
      case when k.server_id = ${serverId} and k.ended_at is null
        then k.resource->>'remoteId' end))
  from (select seen.*, count(*) over (partition by keyed_id) as alike from seen) e
    left join services k on k.id = e.keyed_id
  where not exists (select from own where own.remote_id = e.remote_id
      and (e.key is null or e.keyed_id = own.id))
    and (e.keyed_id is null or e.keyed_id not in (select service_id from busy))
    and e.remote_id not in (
      select reserved from busy where reserved is not null and server_id = ${serverId})`

/** Also what was found missing before and still is not listed: it was looked for then. */
const missing = ({ missing: ids, serverId }: Compared) => sql`
  select 'missing_resource', m.id, m.remote_id, null, false,
    jsonb_build_object('name', null, 'owner', null, 'plan', null, 'state', null,
      'createdAt', null, 'data', '{}'::jsonb),
    jsonb_build_object('status', m.status)
  from (${NOT_LISTED}) m
  where m.id = any(${sql.param([...ids])}::uuid[])
    or exists (select from drift d where d.server_id = ${serverId} and d.remote_id = m.remote_id
      and d.kind = 'missing_resource' and d.state in ('open', 'ignored', 'fixing'))`

/** All that differs, one row per kind and resource; the parts of `matched` stand before it. */
export function findings(compared: Compared): SQL {
  const { serverId, plans, setsOwners } = compared
  const parts = [
    ...statesOfLinked,
    ...(plans.plans.length > 0 ? [plansOfLinked(plans)] : []),
    ...(setsOwners ? [ownersOfLinked] : []),
    unlinked(serverId),
    missing(compared),
  ]
  return sql.join(parts, sql` union all `)
}
