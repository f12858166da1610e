import { mergeFilters } from '../../ui/table/list-state.ts'
import type { ListState } from '../../ui/table/use-list-state.ts'

/** The tab that shows every status. */
export const ALL_TAB = 'all'

/** The statuses that an address asks for: none for all of them. */
export function statusesOf(tab: string | null): string[] {
  return tab && tab !== ALL_TAB ? tab.split(',') : []
}

/**
 * One status is a tab, several are a chip: the address has one name for both. Gives the list with
 * the several as a filter called `status`.
 */
export function withStatusFilter(list: ListState): ListState {
  const several = statusesOf(list.tab).length > 1
  const filters = several ? { ...list.filters, status: list.tab ?? '' } : list.filters
  const setFilters = (change: Record<string, string | null>) => {
    const { status, ...others } = change
    const tab = status === undefined ? list.tab : (status ?? ALL_TAB)
    list.change({ tab, filters: mergeFilters(list.filters, others) })
  }
  return {
    ...list,
    filters,
    isFiltered: list.isFiltered || several,
    setFilters,
    setFilter: (name, value) => setFilters({ [name]: value }),
    clear: () => list.change({ filters: {}, search: '', tab: several ? ALL_TAB : list.tab }),
  }
}
