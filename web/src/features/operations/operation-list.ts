import { type TabFilter, tabValues } from '../../ui/table/tab-filter.ts'

/** The tabs of the list, which are values of the API's `state`; the last shows everything. */
export const OPERATION_TABS = [
  ...['open', 'running', 'unknown', 'failed', 'waits_for_staff', 'all'],
] as const

/** Every state, as the filter offers them. */
export const OPERATION_STATES = [
  ...['queued', 'running', 'succeeded', 'failed', 'unknown', 'abandoned', 'superseded'],
]

/** Everything that is done to resources. */
export const OPERATION_KINDS = [
  ...['create', 'adopt', 'suspend', 'unsuspend', 'terminate', 'redeliver', 'change_plan'],
  ...['rename', 'reinstall', 'reset_password', 'power', 'change_owner'],
]

/** How modules type what went wrong. */
export const ERROR_CODES = [
  ...['transient', 'capacity', 'auth', 'config', 'not_found', 'conflict', 'unsupported'],
  'rejected',
]

export const STATE_FILTER: TabFilter = { name: 'state', all: 'all' }

/** The names of the filters in the address, which are the API's. */
export const OPERATION_FILTERS = [
  ...['kind', 'serverId', 'type', 'errorCode', 'customerId', 'serviceId'],
  ...['createdFrom', 'createdTo'],
]

interface Narrowed {
  search: string
  tab: string | null
  filters: Record<string, string>
}

/** What the list is narrowed to, by the API's names: for lists, counts and actions on many. */
export function operationFilters({ search, tab, filters }: Narrowed): Record<string, string> {
  const { state: _, ...rest } = filters
  const states = tabValues(tab, STATE_FILTER)
  return {
    ...rest,
    ...(search ? { q: search } : {}),
    ...(states.length > 0 ? { state: states.join(',') } : {}),
  }
}

/** One page of the list as the API takes it. */
export function operationQuery(
  address: Narrowed & { sort: string; limit: number; cursor: string | null },
): Record<string, string> {
  const { sort, limit, cursor } = address
  return {
    ...operationFilters(address),
    ...(sort ? { sort } : {}),
    limit: String(limit),
    ...(cursor ? { cursor } : {}),
  }
}
