import type { ServiceFilters } from './filters.ts'
import { readTerm } from './search-term.ts'

/** What the screens offer; any other number of rows would be one more statement to keep. */
const PAGE_SIZES: ReadonlySet<number> = new Set([10, 20, 50, 100, 200])

/** Filters whose index, by one value, holds the services in the list's own order. */
const ONE_VALUE: readonly (keyof ServiceFilters)[] = [
  ...(['status', 'customerId', 'productId', 'serverId', 'type', 'cycle', 'currency'] as const),
  ...(['cancellation', 'autoPay', 'held', 'trial', 'custom'] as const),
]

type Asked = ServiceFilters & { limit: number; sort?: string; cursor?: string }

/**
 * Whether one plan serves a page for every value of its filters: nothing narrows it, or one filter
 * by one value in the list's own order. Planning is most of what such a page costs. Where filters
 * meet, how rare the values are decides, and each page is planned by itself.
 */
export function keepsPlan({ limit, sort, cursor: _, archived, q, ...filters }: Asked): boolean {
  if (!PAGE_SIZES.has(limit) || archived !== undefined) return false
  const term = readTerm(q).kind
  if (term !== 'nothing' && term !== 'number' && term !== 'id') return false
  const used = Object.entries(filters).filter(([, value]) => value !== undefined)
  if (used.length === 0) return sort === undefined || term === 'nothing'
  const [name, value] = used[0] ?? []
  const isSingle = !Array.isArray(value) || value.length === 1
  const isOnly = used.length === 1 && term === 'nothing' && sort === undefined
  return isOnly && isSingle && ONE_VALUE.some((one) => one === name)
}
