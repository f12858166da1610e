import { sql } from 'drizzle-orm'
import type { Env } from '../context.ts'
import { localDate } from '../domain/calendar.ts'
import { raiseCounter } from '../features/documents/raise-counter.ts'
import { record } from '../features/history/record.ts'
import type { DatabaseIdentity } from '../features/installation/judge.ts'
import { INSTALLATION_CHANNEL } from '../features/installation/watch-installation.ts'
import { dropQueuedMails } from '../features/mail/drop-queued.ts'
import { withdrawWaiting } from '../features/operations/open-operations.ts'
import { businessSettings } from '../features/settings/business.ts'
import { readSettings } from '../features/settings/sections.ts'
import type { Tx } from '../platform/db.ts'
import { notify } from '../platform/notifications.ts'
import { Problem } from '../platform/problem.ts'
import { type SeriesYear, seriesToAsk } from './series.ts'
import './texts.ts'

export interface Confirmation {
  /** What the database is called where it is at home from here on. */
  identity: DatabaseIdentity
  /** Series and year → the last number that was given in it, here or before a backup. */
  lastNumbers: Readonly<Record<string, number>>
  /** Mails that were waiting are given up. */
  dropQueuedMails: boolean
  /** Operations that were waiting for their turn are given up. */
  abandonQueuedOperations: boolean
}

/** Numbers that were given and whose documents these books do not hold. */
export interface MissingNumbers {
  series: string
  year: number
  first: number
  last: number
}

export interface Confirmed {
  missing: MissingNumbers[]
  droppedMails: number
  abandonedOperations: number
}

/**
 * An owner says that this is production: safe mode ends, for all processes. The row takes over where
 * it is at home from here on, and ranks above everything that was seen before. Throws the problem
 * `invalid` for numbers that are missing or lower than what the books hold.
 */
export async function confirmProduction(
  tx: Tx,
  env: Env,
  wanted: Confirmation,
): Promise<Confirmed> {
  const asked = await seriesToAsk(tx, env.now)
  assertNumbers(asked, wanted.lastNumbers)
  const abandoned = wanted.abandonQueuedOperations ? await abandonOperations(tx, env) : 0
  const droppedMails = wanted.dropQueuedMails
    ? await dropQueuedMails(tx, 'Dropped when safe mode ended.')
    : 0
  const id = await leaveSafeMode(tx, env, wanted.identity)
  await notify(tx, INSTALLATION_CHANNEL, '')
  const missing = await raiseCounters(tx, env, asked, wanted.lastNumbers)
  const outcome = { missing, droppedMails, abandonedOperations: abandoned }
  await record(tx, env, [
    {
      subject: 'installation',
      subjectId: id,
      kind: 'installation.confirmed',
      before: { safeMode: env.ctx.safeMode.current?.because.code ?? null },
      after: { lastNumbers: wanted.lastNumbers, ...outcome },
    },
  ])
  return outcome
}

function assertNumbers(
  asked: readonly SeriesYear[],
  given: Readonly<Record<string, number>>,
): void {
  const errors = asked.flatMap(({ key, last }) => {
    const number = given[key]
    const code =
      number === undefined ? 'last_number_missing' : number < last ? 'last_number_too_low' : null
    if (!code) return []
    const detail = { key: `problem.${code}`, params: { last } }
    return [{ pointer: `/lastNumbers/${key}`, code, detail }]
  })
  const unknown = Object.keys(given).filter((key) => !asked.some((one) => one.key === key))
  const all = [
    ...errors,
    ...unknown.map((key) => ({
      pointer: `/lastNumbers/${key}`,
      code: 'unknown_series',
      detail: { key: 'problem.unknown_series' },
    })),
  ]
  if (all.length > 0) throw new Problem('invalid', { errors: all })
}

async function abandonOperations(tx: Tx, env: Env): Promise<number> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select service_id as id from operations where state in ('queued', 'failed') order by 1`)
  const ids = rows.map(({ id }) => id)
  await withdrawWaiting(tx, env, ids)
  return rows.length
}

async function leaveSafeMode(tx: Tx, { ctx }: Env, here: DatabaseIdentity): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update installation set safe_since = null, safe_because = null,
      confirmations = confirmations + 1, run_epoch = run_epoch + 1,
      id = coalesce(${ctx.config.installationId}::uuid, id), system_id = ${here.systemId},
      database_oid = ${here.databaseOid}, table_oid = ${here.tableOid}
    where safe_since is not null and copy_since is null
    returning id`)
  const [row] = rows
  if (!row) throw new Problem('not_in_safe_mode')
  return row.id
}

async function raiseCounters(
  tx: Tx,
  env: Env,
  asked: readonly SeriesYear[],
  given: Readonly<Record<string, number>>,
): Promise<MissingNumbers[]> {
  const { timeZone } = await readSettings(tx, businessSettings)
  const today = localDate(env.now, timeZone)
  const missing: MissingNumbers[] = []
  for (const { key, series, year } of asked) {
    const last = given[key] ?? 0
    const { former } = await raiseCounter(tx, { series, year, last, today })
    if (last > former) missing.push({ series, year, first: former + 1, last })
  }
  return missing
}
