import { desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import { instantJson, toInstantJson } from '../../../platform/json.ts'
import { decodeCursor, pageSchema, toPage } from '../../../platform/pagination.ts'
import { invalidField } from '../../../platform/problem.ts'
import { services } from '../../services/tables.ts'
import { sweepRuns } from '../tables.ts'

const COUNT_CAP = 10_000
const counts = z.record(z.string(), z.number().int())

/** What one worker did in one minute. */
export const runJson = z.object({
  id: z.string(),
  startedAt: instantJson,
  /** Of its last chunk. */
  finishedAt: instantJson.nullable(),
  /** Host and process. */
  worker: z.string(),
  chunks: z.number().int(),
  /** How long its chunks took by the machine's clock. */
  tookMs: z.number().int(),
  /** Services looked at. */
  decided: z.number().int(),
  /** How many of each kind of step. */
  steps: counts,
  /** Held back by the brake, by reason. */
  held: counts,
  failures: z.number().int(),
})

export const runsJson = pageSchema(runJson)

export const runPageJson = runJson.extend({
  /** The first of them; `failures` counts all. */
  errors: z.array(
    z.object({
      service: z.object({ id: z.uuid(), number: z.number().int(), name: z.string() }).nullable(),
      message: z.string(),
    }),
  ),
})

export const runsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

type Run = typeof sweepRuns.$inferSelect

const toRunJson = (run: Run): z.infer<typeof runJson> => ({
  id: String(run.id),
  startedAt: toInstantJson(run.startedAt),
  finishedAt: toInstantJson(run.finishedAt),
  ...{ worker: run.worker, chunks: run.chunks, tookMs: run.tookMs, decided: run.decided },
  ...{ steps: run.steps, held: run.held, failures: run.failures },
})

/** Runs that did something, the latest first. */
export async function listRuns(db: Db, { limit, cursor }: z.infer<typeof runsQuery>) {
  const rows = await db
    .select()
    .from(sweepRuns)
    .where(cursor === undefined ? undefined : lt(sweepRuns.id, idOf(cursor)))
    .orderBy(desc(sweepRuns.id))
    .limit(limit + 1)
  const page = toPage(rows, limit, ({ id }) => [id])
  return { ...page, items: page.items.map(toRunJson), total: await countRuns(db) }
}

function idOf(cursor: string): number {
  const [id] = decodeCursor(cursor, 1)
  if (typeof id !== 'number') throw invalidField('/query/cursor', 'invalid_cursor')
  return id
}

async function countRuns(db: Db) {
  const { rows } = await db.execute<{ n: string }>(
    sql`select count(*) as n from (select from sweep_runs limit ${COUNT_CAP + 1}) found`,
  )
  const n = Number(rows[0]?.n ?? 0)
  return { count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP }
}

/** One run with what failed in it; null when there is none. */
export async function findRun(db: Db, id: number): Promise<z.infer<typeof runPageJson> | null> {
  const [run] = await db.select().from(sweepRuns).where(eq(sweepRuns.id, id))
  if (!run) return null
  const ids = [...new Set(run.errors.map(({ serviceId }) => serviceId))]
  const rows =
    ids.length === 0
      ? []
      : await db
          .select({ id: services.id, number: services.number, name: services.name })
          .from(services)
          .where(inArray(services.id, ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    ...toRunJson(run),
    errors: run.errors.map(({ serviceId, message }) => ({
      service: byId.get(serviceId) ?? null,
      message,
    })),
  }
}
