import { Button, Center, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { useFormat } from '../../i18n/format.ts'
import { HistoryList } from '../../ui/page/history-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState, NotAllowedPage } from '../../ui/state/states.tsx'
import { causeOperation } from '../history/cause-text.ts'
import { toHistoryEntries } from '../history/history-entries.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { EntryAttempts } from './entry-attempts.tsx'
import { isFiltered, readHistoryFilter, toHistoryQuery } from './history-filter.ts'
import { HistoryFilterBar } from './history-filter-bar.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { ServiceOperations } from './service-operations.tsx'

const PAGE_SIZE = 30

/** Who did what with the service and why, and what its server said to each operation. */
export function ServiceHistory({ service }: ServiceParts) {
  const isPermitted = usePermission('history:read')
  return (
    <Stack gap="md">
      {isPermitted ? <Entries service={service} /> : <NotAllowedPage permission="history:read" />}
      <ServiceOperations serviceId={service.id} />
    </Stack>
  )
}

function Entries({ service }: Pick<ServiceParts, 'service'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const filter = readHistoryFilter(useSearch({ strict: false }))
  const query = {
    ...toHistoryQuery(filter),
    subject: 'service',
    subjectId: service.id,
    limit: PAGE_SIZE,
  }
  const history = useInfiniteQuery({
    queryKey: ['service', service.id, 'history', query],
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/admin/history', {
          params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = history.data?.pages.flatMap((page) => page.items) ?? []
  const operations = new Map(items.map((item) => [String(item.id), causeOperation(item.cause)]))
  const words = {
    instant: format.instant,
    money: format.money,
    currency: service.price.currency,
  }
  return (
    <Section title={t('history.title')} aside={<HistoryFilterBar filter={filter} />}>
      {history.isPending && <LoadingState />}
      {history.isError && (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.data && (
        <HistoryList
          entries={toHistoryEntries(items, t, words)}
          empty={isFiltered(filter) ? t('ui.table.noMatch') : undefined}
          more={(entry) => {
            const operationId = operations.get(entry.id)
            return operationId && <EntryAttempts operationId={operationId} />
          }}
        />
      )}
      {history.hasNextPage && (
        <Center mt="sm">
          <Button
            variant="default"
            loading={history.isFetchingNextPage}
            onClick={() => void history.fetchNextPage()}
          >
            {t('history.more')}
          </Button>
        </Center>
      )}
    </Section>
  )
}
