import { type SQL, sql } from 'drizzle-orm'
import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import packageJson from 'pg-boss/package.json' with { type: 'json' }

/** event name → names of the jobs it causes. */
export type Reactions = Record<string, readonly string[]>

/** What there is to be queued. */
export interface JobPlan {
  reactions: Reactions
  /**
   * Jobs that come by the thousand when much is decided at once: those of many payloads have a queue
   * of their own, `<job>.many`, and stand back behind what is more urgent.
   */
  plentiful: readonly string[]
}

/** `expireInSeconds`: a job whose process died is taken up again after that. */
const RETRY = { retryLimit: 8, retryDelay: 5, retryBackoff: true, expireInSeconds: 60 }
/** Creates or updates the job tables and one queue per job. Part of `migrate`. */
export async function migrateJobs(url: string, plan: JobPlan): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  for (const name of queueNames(plan)) {
    if (await boss.getQueue(name)) await boss.updateQueue(name, RETRY)
    else await boss.createQueue(name, { ...RETRY, notify: true })
  }
  await boss.stop({ graceful: false })
}

/** Compares the job tables and queues of a database with those of this code. Writes nothing. */
export async function jobTablesState(
  client: pg.Client,
  plan: JobPlan,
): Promise<'current' | 'older' | 'newer'> {
  const there = await client.query(`select to_regclass('pgboss.version') as t`)
  if (there.rows[0].t === null) return 'older'
  const { rows } = await client.query('select version from pgboss.version')
  const version = Number(rows[0]?.version ?? 0)
  if (version !== packageJson.pgboss.schema)
    return version > packageJson.pgboss.schema ? 'newer' : 'older'
  const missing = await client.query(
    'select name from unnest($1::text[]) name where name not in (select name from pgboss.queue)',
    [queueNames(plan)],
  )
  return missing.rows.length > 0 ? 'older' : 'current'
}

export function jobNames(reactions: Reactions): string[] {
  return [...new Set(Object.values(reactions).flat())].sort()
}

/** The queue for the jobs of many payloads of a plentiful one. */
const MANY = '.many'
export const manyOf = (job: string) => `${job}${MANY}`
export const jobOf = (queue: string) =>
  queue.endsWith(MANY) ? queue.slice(0, -MANY.length) : queue

export function queueNames({ reactions, plentiful }: JobPlan): string[] {
  return [...jobNames(reactions), ...plentiful.map(manyOf)]
}

/**
 * SQL that is true while a job with this value in its payload waits for its first attempt or runs;
 * one of many payloads stands for every value. One that failed and is to be tried again holds
 * nobody up.
 */
export function waitingJob(name: string, field: string, value: SQL): SQL {
  return sql`exists (
    select 1 from pgboss.job waiting
    where waiting.name in (${name}, ${manyOf(name)}) and waiting.state in ('created', 'active')
      and (waiting.name = ${manyOf(name)}
        or waiting.data->>${sql.param(field)}::text = ${value}))`
}
