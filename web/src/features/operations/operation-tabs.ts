import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TableTab } from '../../ui/table/table-types.ts'
import { OPERATION_TABS, operationFilters } from './operation-list.ts'
import { countOperations, type OperationCounts } from './operation-requests.ts'

interface Narrowed {
  search: string
  filters: Record<string, string>
}

/** The tabs with how many operations each would show under the other filters. */
export function useOperationTabs(
  narrowed: Narrowed,
  fixed: Record<string, string> = {},
): TableTab[] {
  const { t } = useTranslation()
  const query = { ...operationFilters({ ...narrowed, tab: null }), ...fixed }
  const counts = useQuery({
    queryKey: ['operation', 'counts', query],
    queryFn: () => countOperations(query),
    placeholderData: keepPreviousData,
  })
  return OPERATION_TABS.map((id) => ({
    id,
    label: t(`operations.tab.${id}`),
    count: counts.data ? countOf(counts.data, id) : null,
    isMore: id === 'all' && counts.data?.exact === false,
  }))
}

/** The count of a tab. */
export function countOf({ exact: _, ...counts }: OperationCounts, tab: string): number {
  const name = tab === 'waits_for_staff' ? 'waitsForStaff' : tab
  return counts[name as keyof typeof counts] ?? 0
}
