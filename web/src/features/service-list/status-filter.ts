import { type TabFilter, tabValues, withTabFilter } from '../../ui/table/tab-filter.ts'
import type { ListState } from '../../ui/table/use-list-state.ts'

/** The tab that shows every status. */
export const ALL_TAB = 'all'

const STATUS: TabFilter = { name: 'status', all: ALL_TAB }

/** The statuses that an address asks for: none for all of them. */
export const statusesOf = (tab: string | null): string[] => tabValues(tab, STATUS)

/** One status is a tab, several are a chip called `status`. */
export const withStatusFilter = (list: ListState): ListState => withTabFilter(list, STATUS)
