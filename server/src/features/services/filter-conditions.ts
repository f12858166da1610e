import { type SQL, sql } from 'drizzle-orm'
import { addDays, startOfDate, startOfDay } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/instant.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { ServiceFilters } from './filters.ts'

/** What filters refer to without naming it; read once, before the list is asked. */
export interface FilterFacts {
  /** The business time zone, in which days are counted. */
  zone: string
  now: Instant
  /** The products that the filters leave; null where they name none. */
  productIds: readonly string[] | null
}

/**
 * A failed or unknown operation, an open difference to the server, an open-ended hold, a paused
 * automation or one that waits for staff: written so that the partial indexes answer it.
 */
export const NEEDS_ATTENTION = sql`s.id in (
    select service_id from operations where state = 'unknown'
    union select service_id from operations where state = 'failed' and due_at is null
    union select service_id from drift where state in ('open', 'fixing') and service_id is not null
    union select service_id from service_schedule where blocked_on in ('staff', 'approval')
    union select id from services where held_forever or automation_paused)`

const OPERATION_STATES = {
  open: sql`state in ('queued', 'running', 'unknown', 'failed')`,
  failed: sql`state = 'failed'`,
  unknown: sql`state = 'unknown'`,
} as const

/** The conditions on `services s` of every filter but the search term and the archive. */
export function filterConditions(filters: ServiceFilters, facts: FilterFacts): SQL[] {
  return [
    ...statusConditions(filters),
    ...placeConditions(filters, facts),
    ...termConditions(filters),
    ...flagConditions(filters, facts),
    ...rangeConditions(filters, facts.zone),
    ...metadataConditions(filters.metadata),
  ]
}

/** One of the values: an equation where there is one only, which lets an index also sort. */
export function oneOf(column: SQL, values: readonly string[] | undefined, type: string): SQL[] {
  if (!values || values.length === 0) return []
  const cast = sql.raw(type)
  const [first, ...others] = values
  if (others.length === 0) return [sql`${column} = ${first}::${cast}`]
  return [sql`${column} = any(${sql.param([...values])}::${cast}[])`]
}

function statusConditions({ status = [] }: ServiceFilters): SQL[] {
  const statuses = status.filter((tab) => tab !== 'needs_attention')
  return [
    ...(status.includes('needs_attention') ? [NEEDS_ATTENTION] : []),
    ...oneOf(sql`s.status`, statuses, 'text'),
  ]
}

/** Whose it is, what was sold and where it runs. */
function placeConditions(filters: ServiceFilters, { productIds }: FilterFacts): SQL[] {
  return [
    ...(filters.customerId ? [sql`s.customer_id = ${filters.customerId}::uuid`] : []),
    ...(productIds?.length === 0 ? [sql`false`] : []),
    ...oneOf(sql`s.product_id`, productIds ?? [], 'uuid'),
    ...oneOf(sql`s.server_id`, filters.serverId, 'uuid'),
    ...(filters.custom ? [sql`s.product_id is null`] : []),
  ]
}

function termConditions(filters: ServiceFilters): SQL[] {
  return [
    ...oneOf(sql`s.type`, filters.type, 'text'),
    ...oneOf(sql`s.cycle`, filters.cycle, 'text'),
    ...oneOf(sql`s.currency`, filters.currency, 'text'),
  ]
}

function flagConditions(filters: ServiceFilters, { now }: FilterFacts): SQL[] {
  const { operation } = filters
  const causes = oneOf(sql`cause`, filters.suspension, 'text')
  return [
    ...causes.map((named) => sql`s.id in (select service_id from service_causes where ${named})`),
    ...(filters.cancellation
      ? [sql`s.cancellation_requested_at is not null and s.ended_at is null`]
      : []),
    ...(filters.autoPay ? [filters.autoPay === 'on' ? sql`s.auto_pay` : sql`not s.auto_pay`] : []),
    ...(filters.held ? [sql`(s.held_forever or s.hold_until > ${instantToSql(now)})`] : []),
    ...(filters.trial ? [sql`s.trial`] : []),
    ...(operation
      ? [sql`s.id in (select service_id from operations where ${OPERATION_STATES[operation]})`]
      : []),
  ]
}

/** Calendar days of the business zone, both included; services for life have no expiry. */
function rangeConditions(filters: ServiceFilters, zone: string): SQL[] {
  const starts = (on: string) => instantToSql(startOfDate(on, zone))
  const ends = (on: string) =>
    instantToSql(startOfDay(addDays(startOfDate(on, zone), 1, zone), zone))
  const { expiresFrom, expiresTo, createdFrom, createdTo, priceFrom, priceTo } = filters
  return [
    expiresFrom && sql`s.expires_sort >= ${starts(expiresFrom)}`,
    expiresTo && sql`s.expires_sort < ${ends(expiresTo)}`,
    expiresFrom && !expiresTo && sql`s.expires_sort < 'infinity'`,
    filters.expires && sql`s.expires_at is null and s.cycle in ('onetime', 'free')`,
    createdFrom && sql`s.created_at >= ${starts(createdFrom)}`,
    createdTo && sql`s.created_at < ${ends(createdTo)}`,
    priceFrom && sql`s.price >= ${priceFrom}::bigint`,
    priceTo && sql`s.price <= ${priceTo}::bigint`,
  ].filter((condition) => condition instanceof Object) as SQL[]
}

/** `key` asks whether it is there, `key:value` for the very value. */
function metadataConditions(wanted: readonly string[] = []): SQL[] {
  return wanted.map((text) => {
    const colon = text.indexOf(':')
    if (colon === -1) return sql`s.metadata <> '{}'::jsonb and s.metadata ? ${text}`
    const [key, value] = [text.slice(0, colon), text.slice(colon + 1)]
    return sql`s.metadata <> '{}'::jsonb and s.metadata @> ${JSON.stringify({ [key]: value })}::jsonb`
  })
}
