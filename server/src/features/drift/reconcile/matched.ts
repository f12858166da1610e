import { type SQL, sql } from 'drizzle-orm'
import { instantToSql } from '../../../platform/columns.ts'
import type { Run } from './claim.ts'

/** An operation that something still comes of without a person, or that somebody carries out. */
const UNDER_WAY = sql`(o.state = 'running'
  or (o.state in ('queued', 'failed', 'unknown') and o.due_at is not null))`

/**
 * What an operation is changing right now, or has changed since the listing began, is no drift: it is
 * compared the next time. One that waits for staff changes nothing.
 */
const busy = (since: SQL) => sql`
  select o.service_id, o.server_id, o.reserved->>'remoteId' as reserved from operations o
  where o.state in ('queued', 'running', 'unknown', 'failed') and ${UNDER_WAY}
  union all
  select o.service_id, o.server_id, o.reserved->>'remoteId' from operations o
  where o.settled_at >= ${since}`

/** The services that have their resource on the server by the books, those that ended included. */
const own = (serverId: string) => sql`
  select s.id, s.status, s.product_id, s.options, s.customer_id, s.ended_at, s.suspensions,
    s.resource->>'remoteId' as remote_id
  from services s
  where s.server_id = ${serverId} and s.resource is not null and s.removed_at is null`

/** The key of a resource as one of our ids could be written. */
const UUID = sql.raw(`'^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'`)

/**
 * The parts that every comparison of a run is made of, as common table expressions:
 *
 * - `busy`: services with an operation under way, and what those reserved;
 * - `own`: services whose resource is on the server by the books;
 * - `seen`: what was listed, with the service whose key it carries (`keyed_id`);
 * - `linked`: listed and in the books; a resource with somebody else's key is not the one of the
 *   books, even under its id.
 */
export function matched({ id, serverId, startedAt }: Run): SQL {
  return sql`
    busy as materialized (${busy(sql`${instantToSql(startedAt)}::timestamptz`)}),
    own as materialized (${own(serverId)}),
    seen as materialized (
      select e.*, case when e.key ~ ${UUID} then e.key::uuid end as keyed_id
      from reconciliation_seen e where e.run_id = ${id}),
    linked as materialized (
      select own.*, e.key, e.name, e.owner, e.plan, e.state, e.created_at, e.data
      from own join seen e on e.remote_id = own.remote_id
        and (e.key is null or e.keyed_id = own.id)
      where own.id not in (select service_id from busy))`
}

/** Services that run by the books and whose resource was not listed. */
export const NOT_LISTED = sql`
  select own.* from own
  where own.status in ('active', 'suspended')
    and own.id not in (select service_id from busy)
    and not exists (
      select from seen e where e.remote_id = own.remote_id
        and (e.key is null or e.keyed_id = own.id))`
