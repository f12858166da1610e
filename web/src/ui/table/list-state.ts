/** What the address of a list says. The names of filters are those of the API's query. */
export interface ListAddress {
  search: string
  tab: string | null
  /**
   * What the list is narrowed by. Several values of one name are joined by commas, as the API takes
   * them; those of a name that is repeated stand on lines of their own (`linesOf`).
   */
  filters: Record<string, string>
  /** Column name, with `-` in front for descending, as the API takes it; empty: the API's order. */
  sort: string
  limit: number
  cursor: string | null
  /** From 1; only tells the reader where they are, the cursor decides. */
  page: number
  /** The shown columns in their order; null: as this device is used to. */
  columns: string[] | null
  /** The saved view that the list was opened with. */
  view: string | null
}

/** What a list begins with, and which filters it knows. */
export interface ListDefaults {
  sort: string
  limit?: number
  tab?: string
  filters: readonly string[]
  /** Filters whose name may stand several times in the address. */
  repeated?: readonly string[]
  /** The address's names for search and tab, where the API has others than `search` and `tab`. */
  names?: { search?: string; tab?: string }
}

export const PAGE_SIZES = [10, 20, 50, 100, 200] as const
const DEFAULT_LIMIT = 20

/** The values of a filter that may be repeated. */
export const linesOf = (value: string | undefined): string[] => (value ? value.split('\n') : [])

/** The other way round. */
export const ofLines = (values: readonly string[]): string => values.join('\n')

/** Reads the address; what it does not know or cannot be is left out. */
export function parseListAddress(
  search: Record<string, unknown>,
  defaults: ListDefaults,
): ListAddress {
  const text = (name: string) => (typeof search[name] === 'string' ? (search[name] as string) : '')
  const filters: Record<string, string> = {}
  for (const name of defaults.filters) {
    const value = search[name]
    const isMany = Array.isArray(value) && defaults.repeated?.includes(name)
    const read = isMany ? ofLines(value.map(String).filter(Boolean)) : text(name)
    if (read) filters[name] = read
  }
  const limit = PAGE_SIZES.find((size) => String(size) === text('limit'))
  const names = namesOf(defaults)
  return {
    search: text(names.search),
    tab: text(names.tab) || (defaults.tab ?? null),
    filters,
    sort: text('sort') || defaults.sort,
    limit: limit ?? defaults.limit ?? DEFAULT_LIMIT,
    cursor: text('cursor') || null,
    page: text('cursor') ? Math.max(2, Number.parseInt(text('page'), 10) || 2) : 1,
    columns: text('columns') ? text('columns').split(',') : null,
    view: text('view') || null,
  }
}

/**
 * The address as search parameters, without what is the default. Parameters that belong to no list
 * are kept.
 */
export function writeListAddress(
  address: ListAddress,
  defaults: ListDefaults,
  others: Record<string, unknown> = {},
): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {}
  const names = namesOf(defaults)
  const own = [
    ...[names.search, names.tab, 'sort', 'limit', 'cursor', 'page', 'columns', 'view'],
    ...defaults.filters,
  ]
  for (const [name, value] of Object.entries(others)) {
    if (!own.includes(name) && typeof value === 'string') out[name] = value
  }
  if (address.search) out[names.search] = address.search
  if (address.tab && address.tab !== defaults.tab) out[names.tab] = address.tab
  for (const [name, value] of Object.entries(address.filters)) {
    const values = defaults.repeated?.includes(name) ? linesOf(value) : []
    out[name] = values.length > 1 ? values : value
  }
  if (address.sort !== defaults.sort) out.sort = address.sort
  if (address.limit !== (defaults.limit ?? DEFAULT_LIMIT)) out.limit = String(address.limit)
  if (address.cursor) {
    out.cursor = address.cursor
    out.page = String(address.page)
  }
  if (address.columns) out.columns = address.columns.join(',')
  if (address.view) out.view = address.view
  return out
}

function namesOf({ names }: ListDefaults): { search: string; tab: string } {
  return { search: names?.search ?? 'search', tab: names?.tab ?? 'tab' }
}

/** A change that shows other rows begins again at the first page. */
export function changeList(address: ListAddress, change: Partial<ListAddress>): ListAddress {
  const filters = Object.fromEntries(
    Object.entries(change.filters ?? address.filters).filter(([, value]) => value !== ''),
  )
  return { ...address, cursor: null, page: 1, ...change, filters }
}

/** Filters with some of them changed; an empty value takes one away. */
export function mergeFilters(
  filters: Record<string, string>,
  change: Record<string, string | null>,
): Record<string, string> {
  const merged = { ...filters, ...change }
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}

/** The list as the API's query; the tab is the screen's to translate. */
export function listQuery(address: ListAddress): Record<string, string> & { limit: string } {
  return {
    ...address.filters,
    ...(address.search ? { search: address.search } : {}),
    ...(address.sort ? { sort: address.sort } : {}),
    limit: String(address.limit),
    ...(address.cursor ? { cursor: address.cursor } : {}),
  }
}
