import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TableTab } from '../../ui/table/table-types.ts'
import type { ListState } from '../../ui/table/use-list-state.ts'
import { countServices } from '../services/service-requests.ts'
import { STATUSES } from './service-filters.ts'
import { filterQuery } from './service-query.ts'
import { ALL_TAB } from './status-filter.ts'

const TABS = [ALL_TAB, ...STATUSES, 'needs_attention']

/** Under filters the API counts up to here; one more means "more than". */
const COUNT_CAP = 10_000

/** The tabs with how many services each would show under the other filters. */
export function useServiceTabs(list: ListState): TableTab[] {
  const { t } = useTranslation()
  const filters = filterQuery({ ...list, tab: ALL_TAB })
  const isNarrowed = Object.keys(filters).length > 0
  const counts = useQuery({
    queryKey: ['service', 'counts', filters],
    queryFn: () => countServices(filters),
    placeholderData: keepPreviousData,
  })
  return TABS.map((id) => {
    const count = counts.data ? countOf(counts.data, id) : null
    return {
      id,
      label: STATUSES.includes(id) ? t(`ui.status.service.${id}`) : t(`services.tab.${id}`),
      count: isNarrowed && count !== null ? Math.min(count, COUNT_CAP) : count,
      isMore: isNarrowed && count !== null && count > COUNT_CAP,
    }
  })
}

/** The tab "all" adds the statuses up; a status without services is not in the answer. */
export function countOf(counts: Record<string, number>, tab: string): number {
  if (tab !== ALL_TAB) return counts[tab] ?? 0
  return STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
}
