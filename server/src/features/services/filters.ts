import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { STATUSES } from '../../domain/service-lifecycle.ts'

/** The tabs of the list: every status, and what needs a person. */
export const STATUS_TABS = [...STATUSES, 'needs_attention'] as const

/** What the list can be narrowed by; the same names stand in the screens' URLs. */
export const serviceFilters = {
  status: z.enum(STATUS_TABS).optional(),
  q: z.string().trim().max(200).optional(),
  customerId: z.uuid().optional(),
  productId: z.uuid().optional(),
  productGroupId: z.uuid().optional(),
  serverId: z.uuid().optional(),
  type: z.string().max(60).optional(),
  cycle: z.enum(CYCLES).optional(),
  currency: z.string().length(3).optional(),
  cancellation: z.enum(['scheduled']).optional(),
  /** Archived services are left out unless asked for. */
  archived: z.enum(['with', 'only']).optional(),
}

export type ServiceFilters = z.infer<z.ZodObject<typeof serviceFilters>>

/**
 * A failed or unknown operation, an open-ended hold, a paused automation or one that waits for
 * staff: written so that the partial indexes answer it.
 */
const NEEDS_ATTENTION = sql`s.id in (
    select service_id from operations where state = 'unknown'
    union select service_id from operations where state = 'failed' and due_at is null
    union select service_id from service_schedule where blocked_on in ('staff', 'approval')
    union select id from services where held_forever or automation_paused)`

/** The conditions of the filters, without the search term. */
export function filterConditions(filters: ServiceFilters): SQL[] {
  const conditions: SQL[] = []
  const { status, archived } = filters
  if (status === 'needs_attention') conditions.push(NEEDS_ATTENTION)
  else if (status) conditions.push(sql`s.status = ${status}`)
  if (filters.customerId) conditions.push(sql`s.customer_id = ${filters.customerId}`)
  if (filters.productId) conditions.push(sql`s.product_id = ${filters.productId}`)
  if (filters.productGroupId) {
    conditions.push(
      sql`s.product_id in (select id from products where group_id = ${filters.productGroupId})`,
    )
  }
  if (filters.serverId) conditions.push(sql`s.server_id = ${filters.serverId}`)
  if (filters.type) conditions.push(sql`s.type = ${filters.type}`)
  if (filters.cycle) conditions.push(sql`s.cycle = ${filters.cycle}`)
  if (filters.currency) conditions.push(sql`s.currency = ${filters.currency}`)
  if (filters.cancellation) {
    conditions.push(sql`s.cancellation_requested_at is not null and s.ended_at is null`)
  }
  if (!archived) conditions.push(sql`s.archived_at is null`)
  if (archived === 'only') conditions.push(sql`s.archived_at is not null`)
  return conditions
}

/**
 * The search term as alternatives that each have an index: they are asked separately and united,
 * never joined by `or`. An empty list means that nothing is searched for.
 */
export function searchBranches(term: string | undefined): SQL[] {
  const q = term?.trim() ?? ''
  if (q === '') return []
  if (/^#\d{1,18}$/.test(q)) return [sql`s.number = ${q.slice(1)}::bigint`]
  if (z.uuid().safeParse(q).success) return [sql`s.id = ${q}::uuid`]
  if (q.length < 3) {
    return /^\d+$/.test(q) ? [sql`s.number = ${q}::bigint`] : [sql`false`]
  }
  const pattern = sql`'%' || replace(replace(replace(berth_search_text(${q}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`
  const products = sql`s.product_id in (
    select id from products
    where berth_search_text(concat_ws(' ', name->>'en', name->>'fr')) like ${pattern})`
  return [sql`s.search like ${pattern}`, products]
}
