import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'

/** What a server has to do. */
export interface ServerQueue {
  /** Operations that go on by themselves when their moment has come. */
  waiting: number
  running: number
  /** Those whose outcome is being asked about. */
  unknown: number
  waitsForStaff: number
}

const EMPTY: ServerQueue = { waiting: 0, running: 0, unknown: 0, waitsForStaff: 0 }

/** The queues of these servers; one with nothing to do has an empty one. */
export async function serverQueues(
  db: Db | Tx,
  serverIds: readonly string[],
): Promise<(serverId: string) => ServerQueue> {
  const { rows } = await db.execute<ServerQueue & { id: string } & Record<string, unknown>>(sql`
    select server_id as id,
      count(*) filter (where state in ('queued', 'failed') and due_at is not null)::int as waiting,
      count(*) filter (where state = 'running')::int as running,
      count(*) filter (where state = 'unknown' and due_at is not null)::int as unknown,
      count(*) filter (where state <> 'running' and due_at is null)::int as "waitsForStaff"
    from operations
    where state in ('queued', 'running', 'failed', 'unknown')
      and server_id = any(${sql.param([...serverIds])}::uuid[])
    group by server_id`)
  const known = new Map(rows.map(({ id, ...queue }) => [id, queue]))
  return (serverId) => known.get(serverId) ?? EMPTY
}
