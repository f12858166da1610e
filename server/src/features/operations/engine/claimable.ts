import { type SQL, sql } from 'drizzle-orm'
import { BREAKER_FAILURES, RATE_BURST_MS } from '../../../domain/server-gate.ts'

/*
 * What may be claimed, in SQL: `g` is a server's gate, `s` the server, `o` an operation. A server that
 * is gone has no limits: what still names it is claimed and refused.
 */

/** Nothing else of its service is on a server. */
export const NOT_BLOCKED = sql`not exists (
  select from operations other where other.service_id = o.service_id
    and other.state in ('running', 'unknown'))`

/** Waits to be done; the partial index `operations_waiting` is in this very order. */
export const WAITING = sql`o.state in ('queued', 'failed') and o.due_at is not null`

/**
 * How much is on the server. One whose outcome is asked about keeps its place; one that waits for
 * staff does not, or four answers that nobody could find out would close a server for good.
 */
export const onServer = (workerId: number | null): SQL => sql`(
  select count(*) filter (where o.state = 'running')::int as running,
    count(*) filter (where o.state = 'unknown' and o.due_at is not null)::int as asking,
    count(*) filter (where o.state = 'running' and o.worker_id = ${workerId}::int)::int as mine
  from operations o
  where o.server_id = g.server_id and o.state in ('running', 'unknown'))`

export const CONCURRENCY = sql`coalesce(s.concurrency, 1)`

/** The breaker has opened and no answer has closed it: one claim at a time is the probe. */
export const PROBING = sql`g.failures >= ${sql.raw(String(BREAKER_FAILURES))}`

/** Milliseconds from one call to the next at the server's rate. */
const STEP_MS = sql`ceil(60000.0 / s.calls_per_minute)`

/** From one call to the next; null where no rate is set. */
export const STEP = sql`(${STEP_MS} * interval '1 millisecond')`

/** How much earlier than `next_call_at` a call may come. */
export const EARLY = sql`(greatest(0, ${sql.raw(String(RATE_BURST_MS))} - ${STEP_MS})
  * interval '1 millisecond')`

/** How many calls conform to the rate at a moment (GCRA); null where none is set. */
export const callsAt = (now: SQL): SQL => sql`(1 + floor(
  extract(epoch from ${now} + ${EARLY} - greatest(g.next_call_at, ${now})) * 1000 / ${STEP_MS}))::int`
