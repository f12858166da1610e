import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../../domain/instant.ts'
import { instantFromSql, instantToSql } from '../../platform/columns.ts'
import type { Db } from '../../platform/db.ts'
import { decodeInstantCursor, parseSort, toPage } from '../../platform/pagination.ts'
import { type DriftSubject, driftSubject } from './drift-subject.ts'
import type { DRIFT_TABS, DriftFilters, DriftQuery } from './schemas.ts'
import { DRIFT_KINDS } from './tables.ts'

/** Counting stops here: "more than 10 000". */
const COUNT_CAP = 10_000

const TAB_STATES = {
  open: sql`d.state in ('open', 'fixing')`,
  ignored: sql`d.state = 'ignored'`,
  settled: sql`d.state in ('fixed', 'gone')`,
} as const satisfies Record<(typeof DRIFT_TABS)[number], SQL>

const SORTS = {
  firstSeenAt: sql.raw('d.first_seen_at'),
  lastSeenAt: sql.raw('d.last_seen_at'),
} as const
type SortName = keyof typeof SORTS

/** One page of the inbox, the newest first unless asked otherwise. */
export async function listDrift(db: Db, query: DriftQuery, now: Instant) {
  const sort = parseSort(query.sort, Object.keys(SORTS) as SortName[], {
    column: 'firstSeenAt',
    descending: true,
  })
  const column = SORTS[sort.column]
  const direction = sql.raw(sort.descending ? 'desc' : 'asc')
  const wanted = allOf(conditionsOf(query))
  const { rows } = await db.execute<{ id: string; at: string }>(sql`
    select d.id, ${column} as at from drift d
    where ${wanted} and ${afterCursor(query.cursor, column, sort.descending)}
    order by ${column} ${direction}, d.id ${direction} limit ${query.limit + 1}`)
  const page = toPage(rows, query.limit, ({ at, id }) => [instantToSql(instantFromSql(at)), id])
  const subjects = await driftSubject.load(
    db,
    page.items.map(({ id }) => id),
    now,
  )
  const items = page.items.flatMap(({ id }): DriftSubject[] => {
    const subject = subjects.get(id)
    return subject ? [subject] : []
  })
  const counted = await countUpTo(db, wanted)
  const total = { count: Math.min(counted, COUNT_CAP), exact: counted <= COUNT_CAP }
  return { items, nextCursor: page.nextCursor, total }
}

async function countUpTo(db: Db, wanted: SQL): Promise<number> {
  const { rows } = await db.execute<{ n: string }>(sql`
    select count(*) as n from (
      select from drift d where ${wanted} limit ${COUNT_CAP + 1}) counted`)
  return Number(rows[0]?.n ?? 0)
}

function afterCursor(cursor: string | undefined, column: SQL, descending: boolean): SQL {
  if (cursor === undefined) return sql`true`
  const { at, id } = decodeInstantCursor(cursor)
  const comparison = sql.raw(descending ? '<' : '>')
  return sql`(${column}, d.id) ${comparison} (${instantToSql(at)}::timestamptz, ${id}::uuid)`
}

export const allOf = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `)

/** The conditions on `drift d` of the filters. */
export function conditionsOf(filters: DriftFilters): SQL[] {
  const { kind = [], serverId, serviceId, customerId, state, otherInstallation, q } = filters
  return [
    ...(kind.length > 0 ? [sql`d.kind = any(${sql.param([...kind])}::text[])`] : []),
    ...(serverId ? [sql`d.server_id = ${serverId}::uuid`] : []),
    ...(serviceId ? [sql`d.service_id = ${serviceId}::uuid`] : []),
    ...(customerId
      ? [sql`d.service_id in (select id from services where customer_id = ${customerId}::uuid)`]
      : []),
    ...(state ? [TAB_STATES[state]] : []),
    ...(otherInstallation ? [sql`d.other_installation = ${otherInstallation === 'true'}`] : []),
    ...(q ? [searched(q)] : []),
  ]
}

function searched(q: string): SQL {
  const number = /^#?(\d{1,18})$/.exec(q)?.[1]
  const part = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const numbered = number
    ? sql` or d.service_id in (select id from services where number = ${number}::bigint)`
    : sql``
  return sql`(d.remote_id ilike ${part} or d.observed->>'name' ilike ${part}
    or d.observed->>'owner' ilike ${part} or d.observed->>'plan' ilike ${part}${numbered})`
}

/** What the inbox shows beside its filters, each group counted under the others. */
export async function countDrift(db: Db, filters: DriftFilters) {
  const { state, kind, serverId, ...others } = filters
  const [states, kinds, servers] = await Promise.all([
    countBy(db, sql`d.state`, { ...others, kind, serverId }),
    countBy(db, sql`d.kind`, { ...others, state: state ?? 'open', serverId }),
    countServers(db, { ...others, state: state ?? 'open', kind }),
  ])
  const sum = (...names: string[]) => names.reduce((all, name) => all + (states.get(name) ?? 0), 0)
  return {
    states: {
      open: sum('open', 'fixing'),
      ignored: sum('ignored'),
      settled: sum('fixed', 'gone'),
    },
    kinds: Object.fromEntries(DRIFT_KINDS.map((one) => [one, kinds.get(one) ?? 0])) as Record<
      (typeof DRIFT_KINDS)[number],
      number
    >,
    servers,
  }
}

async function countBy(db: Db, column: SQL, filters: DriftFilters): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ value: string; n: string }>(sql`
    select ${column} as value, count(*) as n from drift d
    where ${allOf(conditionsOf(filters))} group by 1`)
  return new Map(rows.map(({ value, n }) => [value, Number(n)]))
}

async function countServers(db: Db, filters: DriftFilters) {
  const { rows } = await db.execute<{ id: string; name: string; n: string }>(sql`
    select s.id, s.name, count(*) as n from drift d join servers s on s.id = d.server_id
    where ${allOf(conditionsOf(filters))} group by s.id, s.name order by s.name, s.id`)
  return rows.map(({ id, name, n }) => ({ id, name, n: Number(n) }))
}
