import { hostname } from 'node:os'
import { sql } from 'drizzle-orm'
import { type Instant, MINUTE } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import type { ChunkReport } from './sweep.ts'

/** Errors kept of a minute; `failures` counts all. */
const ERRORS_KEPT = 50

/** Who swept: the machine and the process. */
const WORKER = `${hostname()}:${process.pid}`

/**
 * Adds a chunk to the report of this worker's minute. Quiet looks leave no trace but the
 * heartbeat; of a big run there is one row a minute, however many chunks it took.
 */
export async function reportRun(
  db: Db,
  report: ChunkReport,
  { now, tookMs }: { now: Instant; tookMs: number },
): Promise<void> {
  const { taken, steps, held, errors } = report
  const did = [steps, held].some((counts) => Object.keys(counts).length > 0) || errors.length > 0
  if (!did) return
  const minute = instantToSql(Math.floor(now / MINUTE) * MINUTE)
  const at = instantToSql(now)
  await db.execute(sql`
    insert into sweep_runs as r
      (started_at, finished_at, worker, chunks, decided, took_ms, steps, held, errors, failures)
    values (${minute}::timestamptz, ${at}::timestamptz, ${WORKER}, 1, ${taken}, ${Math.round(tookMs)},
      ${JSON.stringify(steps)}::jsonb, ${JSON.stringify(held)}::jsonb,
      ${JSON.stringify(errors.slice(0, ERRORS_KEPT))}::jsonb, ${errors.length})
    on conflict (started_at, worker) where worker <> '' do update set
      finished_at = excluded.finished_at, chunks = r.chunks + 1,
      decided = r.decided + excluded.decided, took_ms = r.took_ms + excluded.took_ms,
      failures = r.failures + excluded.failures,
      steps = ${added('steps')}, held = ${added('held')},
      errors = (select coalesce(jsonb_agg(e), '[]') from (
        select e from jsonb_array_elements(r.errors || excluded.errors) e
        limit ${ERRORS_KEPT}) kept)`)
}

/** Two objects of counts added up, key by key. */
const added = (column: 'steps' | 'held') =>
  sql.raw(`(select coalesce(jsonb_object_agg(key, n), '{}') from (
    select key, sum(value::int) as n from (
      select * from jsonb_each_text(r.${column})
      union all select * from jsonb_each_text(excluded.${column})) both_counts
    group by key) sums)`)
