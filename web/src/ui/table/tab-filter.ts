import { mergeFilters } from './list-state.ts'
import type { ListState } from './use-list-state.ts'

/** How a list uses one name of its address for its tab and for a filter. */
export interface TabFilter {
  /** The filter's name, which is the address's name of the tab. */
  name: string
  /** The tab that shows everything. */
  all: string
}

/** The values that an address asks for: none for all of them. */
export function tabValues(tab: string | null, { all }: TabFilter): string[] {
  return tab && tab !== all ? tab.split(',') : []
}

/**
 * One value is a tab, several are a chip: the address has one name for both. Gives the list with
 * the several as a filter of that name.
 */
export function withTabFilter(list: ListState, filter: TabFilter): ListState {
  const several = tabValues(list.tab, filter).length > 1
  const filters = several ? { ...list.filters, [filter.name]: list.tab ?? '' } : list.filters
  const setFilters = (change: Record<string, string | null>) => {
    const { [filter.name]: values, ...others } = change
    const tab = values === undefined ? list.tab : (values ?? filter.all)
    list.change({ tab, filters: mergeFilters(list.filters, others) })
  }
  return {
    ...list,
    filters,
    isFiltered: list.isFiltered || several,
    setFilters,
    setFilter: (name, value) => setFilters({ [name]: value }),
    clear: () => list.change({ filters: {}, search: '', tab: several ? filter.all : list.tab }),
  }
}
