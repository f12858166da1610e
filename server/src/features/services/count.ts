import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import { STATUSES } from '../../domain/service-lifecycle.ts'
import type { Db } from '../../platform/db.ts'
import { readRows } from '../../platform/kept-plan.ts'
import { NEEDS_ATTENTION } from './filter-conditions.ts'
import { type ServiceFilters, serviceFilters } from './filters.ts'
import { type Selection, selectServices, unite } from './select-services.ts'

/** Counting stops here: "more than 10 000". */
export const COUNT_CAP = 10_000
const UP_TO_CAP = sql.raw(`limit ${COUNT_CAP + 1}`)

/** So many are read once and counted per status; of more, each status is asked for by itself. */
const ONE_PASS = 50_000

/** How many are selected; exact up to the cap. */
export async function countSelected(db: Db, selection: Selection, isKept = false) {
  return capped(await countUpTo(db, selection, isKept))
}

/** A number as lists say it. */
export const capped = (n: number) => ({ count: Math.min(n, COUNT_CAP), exact: n <= COUNT_CAP })

type Unkept = Exclude<keyof ServiceFilters, 'status' | 'archived'>
/** Every filter that the ledger knows nothing of. */
const UNKEPT = Object.keys(serviceFilters).filter(
  (name) => name !== 'status' && name !== 'archived',
) as Unkept[]

const IN_LEDGER = { with: sql`true`, only: sql`archived`, none: sql`not archived` }

/** The total of a list that only its status and the archive narrow, from the ledger; else null. */
export function ledgerTotal({ status = [], archived, ...others }: ServiceFilters): SQL | null {
  if (UNKEPT.some((name) => narrows(others[name])) || status.includes('needs_attention'))
    return null
  const statuses =
    status.length === 0 ? sql`true` : sql`status = any(${sql.param([...status])}::text[])`
  return sql`(select coalesce(sum(n), 0) from service_count_delta
    where ${IN_LEDGER[archived ?? 'none']} and ${statuses})`
}

/** At most one more than the cap. */
async function countUpTo(db: Db, selection: Selection, isKept = false): Promise<number> {
  const limit = UP_TO_CAP
  const one = (condition: SQL) => sql`select s.id from services s where ${condition} ${limit}`
  const rows = await readRows<{ n: string }>(
    db,
    sql`select count(*) as n from (select from (${unite(selection, one)}) matching ${limit}) found`,
    isKept,
  )
  return Number(rows[0]?.n ?? 0)
}

/**
 * What the tabs of the list show under its other filters: services per status, in all, and those
 * that need attention. Without filters the ledger knows them all; with filters each stops one
 * after the cap, which then means "more than 10 000".
 */
export async function countTabs(
  db: Db,
  { status: _, ...filters }: ServiceFilters,
  now: Instant,
): Promise<Record<string, number>> {
  const { archived, ...others } = filters
  if (!Object.values(others).some(narrows)) {
    const counts = await countByStatus(db, archived)
    return { ...counts, all: STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0) }
  }
  const selection = await selectServices(db, filters, now)
  const [counts, needs_attention] = await Promise.all([
    countEachStatus(db, selection),
    countUpTo(db, narrowed(selection, NEEDS_ATTENTION)),
  ])
  return { ...counts, needs_attention }
}

const narrows = (value: unknown) =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

const narrowed = (selection: Selection, by: SQL): Selection =>
  selection.map((condition) => sql`${condition} and ${by}`)

async function countEachStatus(db: Db, selection: Selection): Promise<Record<string, number>> {
  const few = await countStatuses(db, selection, COUNT_CAP)
  if (few) return few
  const many = await countStatuses(db, selection, ONE_PASS)
  if (many) return many
  const counts: Record<string, number> = { all: COUNT_CAP + 1 }
  const each = STATUSES.map(async (status) => {
    counts[status] = await countUpTo(db, narrowed(selection, sql`s.status = ${status}`))
  })
  await Promise.all(each)
  return counts
}

/** The selected per status and in all, each up to the cap; null when there are more than `most`. */
async function countStatuses(
  db: Db,
  selection: Selection,
  most: number,
): Promise<Record<string, number> | null> {
  const limit = sql.raw(`limit ${most + 1}`)
  const one = (condition: SQL) =>
    sql`select s.id, s.status from services s where ${condition} ${limit}`
  const { rows } = await db.execute<{ status: string; n: string }>(sql`
    select status, count(*) as n from (
      select status from (${unite(selection, one)}) matching ${limit}) found
    group by status`)
  const all = rows.reduce((sum, row) => sum + Number(row.n), 0)
  if (all > most) return null
  const upToCap = (n: number) => Math.min(n, COUNT_CAP + 1)
  const each = rows.map((row) => [row.status, upToCap(Number(row.n))] as const)
  return { ...Object.fromEntries(each), all: upToCap(all) }
}

/** How many services stand in each status by the ledger, archived ones left out unless asked for. */
export async function countByStatus(
  db: Db,
  archived?: ServiceFilters['archived'],
): Promise<Record<string, number>> {
  const [rows, needs_attention] = await Promise.all([
    readRows<{ status: string; n: string }>(
      db,
      sql`select status, sum(n) as n from service_count_delta
        where ${IN_LEDGER[archived ?? 'none']} group by status`,
      true,
    ),
    countAttention(db, archived),
  ])
  const counts = Object.fromEntries(rows.map((row) => [row.status, Number(row.n)]))
  return { ...counts, needs_attention }
}

/** Few at any time, whatever the number of services: not capped. */
async function countAttention(db: Db, archived: ServiceFilters['archived']): Promise<number> {
  const selection = await selectServices(db, { status: ['needs_attention'], archived }, 0)
  const one = (condition: SQL) => sql`select s.id from services s where ${condition}`
  const statement = sql`select count(*) as n from (${unite(selection, one)}) found`
  const rows = await readRows<{ n: string }>(db, statement, true)
  return Number(rows[0]?.n ?? 0)
}
