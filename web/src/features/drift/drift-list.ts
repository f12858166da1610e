import type { DriftCounts } from './drift-requests.ts'

/** Every way in which the books and a server can disagree, the most urgent first. */
export const DRIFT_KINDS = [
  ...['missing_resource', 'duplicate_resource', 'suspended_though_active'],
  ...['running_though_suspended', 'alive_though_ended', 'wrong_plan', 'wrong_owner'],
  'orphan_resource',
] as const

/** The tab that shows every kind. */
export const ALL_KINDS = 'all'

/** The names of the filters in the address, which are the API's. */
export const DRIFT_FILTERS = ['serverId', 'state', 'otherInstallation', 'customerId', 'serviceId']

interface Narrowed {
  search: string
  tab: string | null
  filters: Record<string, string>
}

/** What the inbox is narrowed to, by the API's names; what waits, unless another state is asked. */
export function driftFilters({ search, tab, filters }: Narrowed): Record<string, string> {
  return {
    state: 'open',
    ...filters,
    ...(search ? { q: search } : {}),
    ...(tab && tab !== ALL_KINDS ? { kind: tab } : {}),
  }
}

/** One page of the inbox as the API takes it. */
export function driftQuery(
  address: Narrowed & { sort: string; limit: number; cursor: string | null },
): Record<string, string> {
  const { sort, limit, cursor } = address
  return {
    ...driftFilters(address),
    ...(sort ? { sort } : {}),
    limit: String(limit),
    ...(cursor ? { cursor } : {}),
  }
}

/** How many rows there are of every kind together. */
export function countAll(kinds: DriftCounts['kinds']): number {
  return Object.values(kinds).reduce((sum, n) => sum + n, 0)
}

/** The tabs that have rows, and "all"; the one that is open stays when its last row has left. */
export function kindTabs(
  kinds: DriftCounts['kinds'],
  open: string | null,
): { id: string; count: number }[] {
  const counts: Record<string, number> = kinds
  return [
    { id: ALL_KINDS, count: countAll(kinds) },
    ...DRIFT_KINDS.filter((kind) => (counts[kind] ?? 0) > 0 || kind === open).map((kind) => ({
      id: kind,
      count: counts[kind] ?? 0,
    })),
  ]
}
