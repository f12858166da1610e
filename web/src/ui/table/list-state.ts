/** What the address of a list says. The names of filters are those of the API's query. */
export interface ListAddress {
  search: string
  tab: string | null
  filters: Record<string, string>
  /** Column name, with `-` in front for descending, as the API takes it; empty: the API's order. */
  sort: string
  limit: number
  cursor: string | null
  /** From 1; only tells the reader where they are, the cursor decides. */
  page: number
}

/** What a list begins with, and which filters it knows. */
export interface ListDefaults {
  sort: string
  limit?: number
  tab?: string
  filters: readonly string[]
}

export const PAGE_SIZES = [20, 50, 100, 200] as const
const DEFAULT_LIMIT = 20

/** Reads the address; what it does not know or cannot be is left out. */
export function parseListAddress(
  search: Record<string, unknown>,
  defaults: ListDefaults,
): ListAddress {
  const text = (name: string) => (typeof search[name] === 'string' ? (search[name] as string) : '')
  const filters: Record<string, string> = {}
  for (const name of defaults.filters) if (text(name)) filters[name] = text(name)
  const limit = PAGE_SIZES.find((size) => String(size) === text('limit'))
  return {
    search: text('search'),
    tab: text('tab') || (defaults.tab ?? null),
    filters,
    sort: text('sort') || defaults.sort,
    limit: limit ?? defaults.limit ?? DEFAULT_LIMIT,
    cursor: text('cursor') || null,
    page: text('cursor') ? Math.max(2, Number.parseInt(text('page'), 10) || 2) : 1,
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
): Record<string, string> {
  const out: Record<string, string> = {}
  const own = ['search', 'tab', 'sort', 'limit', 'cursor', 'page', ...defaults.filters]
  for (const [name, value] of Object.entries(others)) {
    if (!own.includes(name) && typeof value === 'string') out[name] = value
  }
  if (address.search) out.search = address.search
  if (address.tab && address.tab !== defaults.tab) out.tab = address.tab
  Object.assign(out, address.filters)
  if (address.sort !== defaults.sort) out.sort = address.sort
  if (address.limit !== (defaults.limit ?? DEFAULT_LIMIT)) out.limit = String(address.limit)
  if (address.cursor) {
    out.cursor = address.cursor
    out.page = String(address.page)
  }
  return out
}

/** A change that shows other rows begins again at the first page. */
export function changeList(address: ListAddress, change: Partial<ListAddress>): ListAddress {
  const filters = Object.fromEntries(
    Object.entries(change.filters ?? address.filters).filter(([, value]) => value !== ''),
  )
  return { ...address, cursor: null, page: 1, ...change, filters }
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
