import { sql } from 'drizzle-orm'
import { instantToSql } from '../../../platform/columns.ts'
import type { Tx } from '../../../platform/db.ts'
import type { Run } from './claim.ts'
import { matched } from './matched.ts'

/**
 * Whom the server names as the owner the first time after we set it is taken as right, however it
 * writes him. Written once per resource and change of owner, so that a quiet server costs nothing.
 */
export async function confirmOwners(tx: Tx, run: Run): Promise<void> {
  const at = sql`${instantToSql(run.startedAt)}::timestamptz`
  await tx.execute(sql`
    with ${matched(run)},
    since as (select max(r.started_at) as at from reconciliations r
      where r.server_id = ${run.serverId} and r.state = 'finished' and not r.suspect),
    given as (select distinct o.service_id from operations o, since
      where o.settled_at >= since.at and o.state = 'succeeded'
        and o.kind in ('create', 'adopt', 'redeliver', 'change_owner'))
    insert into confirmed_owners (service_id, server_id, remote_id, owner, seen_at)
    select l.id, ${run.serverId}, l.remote_id, l.owner, ${at}
    from linked l left join confirmed_owners c on c.service_id = l.id
    where l.owner is not null and l.ended_at is null
      and (c.service_id is null or c.remote_id <> l.remote_id or c.server_id <> ${run.serverId}
        or l.id in (select service_id from given))
    on conflict (service_id) do update set server_id = excluded.server_id,
      remote_id = excluded.remote_id, owner = excluded.owner, seen_at = excluded.seen_at`)
}
