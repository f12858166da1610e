import type pg from 'pg'
import type { Context } from '../../../context.ts'
import { openSession } from '../../../platform/db.ts'

/** First key of the advisory locks of workers; the second is the worker's id. */
export const WORKER_LOCKS = 7_239_042

/**
 * The life sign of a worker process: an advisory lock on a connection of its own, which PostgreSQL
 * frees the moment the process is gone.
 */
export interface WorkerSession {
  /** The worker's id, its lock held at this moment. */
  hold(): Promise<number>
  /** The id, if it ever had one. */
  id(): number | null
  close(): Promise<void>
}

export function workerSession(ctx: Context): WorkerSession {
  let workerId: number | null = null
  let client: pg.Client | null = null

  async function open(): Promise<number> {
    const fresh = await openSession(ctx.config.databaseUrl)
    fresh.on('error', (err) => ctx.log.warn({ err }, 'worker session'))
    fresh.on('end', () => {
      if (client === fresh) client = null
    })
    try {
      workerId ??= await register(fresh)
      await fresh.query('select pg_advisory_lock($1, $2)', [WORKER_LOCKS, workerId])
    } catch (error) {
      await fresh.end()
      throw error
    }
    client = fresh
    return workerId
  }

  async function register(session: pg.Client): Promise<number> {
    const { rows } = await session.query(
      'insert into workers (started_at) values ($1) returning id',
      [new Date(ctx.clock.now())],
    )
    return Number(rows[0].id)
  }

  return {
    id: () => workerId,
    hold: async () => (client !== null && workerId !== null ? workerId : open()),
    async close() {
      const open = client
      client = null
      await open?.end()
    },
  }
}
