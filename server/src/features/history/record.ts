import type { SQL } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { gather } from '../../platform/gathered.ts'
import { insertMany, insertStatement } from '../../platform/insert-many.ts'
import { history } from './tables.ts'

/** One line of the history; actor, cause and moment come from the environment. */
export interface HistoryEntry {
  subject: string
  subjectId: string
  customerId?: string | null
  /** What happened, past tense: `service.suspended`. */
  kind: string
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
  note?: string | null
  /** Where it differs from the environment's: entries of many services, each for its own reason. */
  cause?: Env['cause']
}

/**
 * Writes entries in the caller's transaction: all of it together, just before it commits. Secrets
 * never belong in `before` or `after`.
 */
export async function record(
  tx: Tx,
  env: Omit<Env, 'ctx'>,
  entries: readonly HistoryEntry[],
): Promise<void> {
  if (entries.length > 0) await gather(tx, insertEntries, rowsOf(env, entries))
}

/** The statement that writes entries, of which there is one at least, for what must happen together with another. */
export const recordStatement = (env: Omit<Env, 'ctx'>, entries: readonly HistoryEntry[]): SQL =>
  insertStatement(history, rowsOf(env, entries))

function rowsOf({ actor, cause, now }: Omit<Env, 'ctx'>, entries: readonly HistoryEntry[]) {
  return entries.map((entry) => ({
    at: now,
    subject: entry.subject,
    subjectId: entry.subjectId,
    customerId: entry.customerId ?? null,
    kind: entry.kind,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    impersonatedBy: actor.impersonatedBy ?? null,
    cause: entry.cause ?? cause,
    before: plain(entry.before),
    after: plain(entry.after),
    note: entry.note ?? null,
  }))
}

async function insertEntries(
  tx: Tx,
  rows: readonly (typeof history.$inferInsert)[],
): Promise<void> {
  await insertMany(tx, history, rows)
}

/** bigint has no JSON form of its own: minor units are stored as text. */
function plain(value: Record<string, unknown> | null | undefined) {
  if (!value) return null
  return isPlain(value)
    ? value
    : (JSON.parse(
        JSON.stringify(value, (_key, v) => (typeof v === 'bigint' ? v.toString() : v)),
      ) as Record<string, unknown>)
}

/** Nothing in it, however deep, that JSON cannot say by itself. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  return Object.values(value).every(isPlain)
}
