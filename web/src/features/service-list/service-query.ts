import { linesOf } from '../../ui/table/list-state.ts'
import { statusesOf } from './status-filter.ts'

/** The filters of the list of services as the API takes them, everywhere. */
export type ServiceFilterQuery = Record<string, string | string[]>

interface Narrowed {
  search: string
  tab: string | null
  filters: Record<string, string>
}

/** What the list is narrowed to, by the API's names: for lists, counts, exports and batches. */
export function filterQuery({ search, tab, filters }: Narrowed): ServiceFilterQuery {
  const { metadata, status: _, ...rest } = filters
  const lines = linesOf(metadata)
  const statuses = statusesOf(tab)
  return {
    ...rest,
    ...(search ? { q: search } : {}),
    ...(statuses.length > 0 ? { status: statuses.join(',') } : {}),
    ...(lines.length > 0 ? { metadata: lines } : {}),
  }
}

/** One page of the list as the API takes it. */
export function pageQuery(
  address: Narrowed & { sort: string; limit: number; cursor: string | null },
): ServiceFilterQuery {
  const { sort, limit, cursor } = address
  return {
    ...filterQuery(address),
    ...(sort ? { sort } : {}),
    limit: String(limit),
    ...(cursor ? { cursor } : {}),
  }
}

/** The file's columns that say what a column of the screen says. */
export const EXPORT_COLUMNS: Record<string, readonly string[]> = {
  number: ['number'],
  name: ['name'],
  customer: ['customer'],
  product: ['product', 'type'],
  server: ['server'],
  price: ['price', 'currency', 'cycle'],
  status: ['status'],
  expiry: ['expiresAt'],
  created: ['createdAt'],
  expiresAt: ['expiresAt'],
  cycle: ['cycle'],
  id: ['id'],
}

/** The address of a CSV file with the rows of these filters and the columns on show, by their ids. */
export function exportAddress(
  filters: ServiceFilterQuery,
  sort: string,
  columns: string[],
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    for (const one of [value].flat()) query.append(name, one)
  }
  if (sort) query.set('sort', sort)
  const inFile = new Set(columns.flatMap((id) => EXPORT_COLUMNS[id] ?? []))
  query.set('columns', [...inFile].join(','))
  return `/api/v1/admin/services/export?${query}`
}
