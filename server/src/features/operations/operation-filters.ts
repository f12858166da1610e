import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, startOfDate, startOfDay } from '../../domain/calendar.ts'
import { OPERATION_KINDS, OPERATION_STATES } from '../../domain/operation-lifecycle.ts'
import { instantToSql } from '../../platform/columns.ts'
import { listOf } from '../../platform/list-of.ts'

/** States, and what stands for several of them. */
export const STATE_TABS = [...OPERATION_STATES, 'open', 'waits_for_staff'] as const

/** Years that business has, and that every part of the program can count in. */
const day = (description: string) =>
  z.iso
    .date()
    .regex(/^(19|20|21)/)
    .optional()
    .meta({ description })

/** What the list can be narrowed by; values of one filter are alternatives, all filters must hold. */
export const operationFilters = {
  state: listOf(
    z.enum(STATE_TABS),
    'States; `open`: not settled yet, `waits_for_staff`: only a person can go on',
  ),
  kind: listOf(z.enum(OPERATION_KINDS), 'What is intended'),
  serverId: listOf(z.uuid(), 'Servers'),
  type: listOf(z.string().max(60), 'Types of service'),
  errorCode: listOf(z.string().max(60), 'Codes of the last error'),
  serviceId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  q: z.string().trim().max(200).optional().meta({
    description: 'Part of the service’s name, its number, its customer or its id on the server',
  }),
  createdFrom: day('Requested on this day or later'),
  createdTo: day('Requested on this day or before'),
  waitsForStaff: z.enum(['true', 'false']).optional().meta({
    description: 'True: only those that nobody but staff can bring further',
  }),
}
const filtersSchema = z.strictObject(operationFilters)
export type OperationFilters = z.infer<typeof filtersSchema>

/** Reads filters that came in a body; what a query takes, it takes. */
export const operationFiltersBody = filtersSchema

const OPEN = sql`o.state in ('queued', 'running', 'failed', 'unknown')`
/** True when nothing goes on unless a person acts. */
export const WAITS_FOR_STAFF = sql`(o.state in ('failed', 'unknown') and o.due_at is null)`

/** The conditions on `operations o`; days are counted in `zone`. */
export function filterConditions(filters: OperationFilters, zone: string): SQL {
  const { serviceId, customerId, waitsForStaff } = filters
  const all = [
    ...stateCondition(filters.state ?? []),
    ...oneOf(sql`o.kind`, filters.kind, 'text'),
    ...oneOf(sql`o.server_id`, filters.serverId, 'uuid'),
    ...oneOf(sql`o.error_code`, filters.errorCode, 'text'),
    ...(serviceId ? [sql`o.service_id = ${serviceId}::uuid`] : []),
    ...(waitsForStaff === 'true' ? [WAITS_FOR_STAFF] : []),
    ...(waitsForStaff === 'false' ? [sql`not ${WAITS_FOR_STAFF}`] : []),
    ...serviceConditions({ ...filters, customerId }),
    ...dayConditions(filters, zone),
  ]
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

function stateCondition(wanted: readonly (typeof STATE_TABS)[number][]): SQL[] {
  if (wanted.length === 0) return []
  const states = wanted.filter((tab) => tab !== 'open' && tab !== 'waits_for_staff')
  const any = [
    ...oneOf(sql`o.state`, states, 'text'),
    ...(wanted.includes('open') ? [OPEN] : []),
    ...(wanted.includes('waits_for_staff') ? [WAITS_FOR_STAFF] : []),
  ]
  return [sql`(${sql.join(any, sql` or `)})`]
}

/** What is known of the service only. */
function serviceConditions({ type, customerId, q }: OperationFilters): SQL[] {
  const of = (condition: SQL) =>
    sql`o.service_id in (select s.id from services s where ${condition})`
  const number = /^#?(\d{1,15})$/.exec(q ?? '')?.[1]
  return [
    ...oneOf(sql`s.type`, type, 'text').map(of),
    ...(customerId ? [of(sql`s.customer_id = ${customerId}::uuid`)] : []),
    ...(number ? [of(sql`s.number = ${number}::bigint or s.search like ${pattern(q ?? '')}`)] : []),
    ...(q && !number ? [of(sql`s.search like ${pattern(q)}`)] : []),
  ]
}

/** What `services.search` is compared with; wildcards that were typed mean themselves. */
const pattern = (text: string) =>
  sql`'%' || replace(replace(replace(berth_search_text(${text}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`

function dayConditions({ createdFrom, createdTo }: OperationFilters, zone: string): SQL[] {
  const starts = (on: string) => instantToSql(startOfDate(on, zone))
  const ends = (on: string) =>
    instantToSql(startOfDay(addDays(startOfDate(on, zone), 1, zone), zone))
  return [
    ...(createdFrom ? [sql`o.created_at >= ${starts(createdFrom)}`] : []),
    ...(createdTo ? [sql`o.created_at < ${ends(createdTo)}`] : []),
  ]
}

function oneOf(column: SQL, values: readonly string[] | undefined, type: string): SQL[] {
  if (!values || values.length === 0) return []
  const cast = sql.raw(type)
  const [first, ...others] = values
  if (others.length === 0) return [sql`${column} = ${first}::${cast}`]
  return [sql`${column} = any(${sql.param([...values])}::${cast}[])`]
}
