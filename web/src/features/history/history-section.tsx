import { Button, Center } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { useFormat } from '../../i18n/format.ts'
import { HistoryList } from '../../ui/page/history-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { toHistoryEntries } from './history-entries.ts'

interface HistorySectionProps {
  /** The live stream's word of what the history is about: `service`. */
  subject?: string
  subjectId?: string
  /** Everything of a customer, whatever the subject. */
  customerId?: string
  title?: string
  limit?: number
  /** Only the first page, for an overview. */
  isShort?: boolean
  /** Beside the title: the way to all of it. */
  aside?: ReactNode
}

/** Who did what and why with a subject, the newest first. */
export function HistorySection(props: HistorySectionProps) {
  const { t } = useTranslation()
  const { subject, subjectId, customerId, limit = 25 } = props
  const filter = { subject, subjectId, customerId, limit }
  const format = useFormat()
  const isPermitted = usePermission('history:read')
  const history = useInfiniteQuery({
    queryKey: [subject ?? 'customer', 'history', filter],
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/admin/history', {
          params: { query: { ...filter, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: isPermitted,
  })
  if (!isPermitted) return null
  const items = history.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={props.title ?? t('history.title')} aside={props.aside}>
      {history.isPending && <LoadingState />}
      {history.isError && (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.data && (
        <HistoryList entries={toHistoryEntries(items, t, { instant: format.instant })} />
      )}
      {history.hasNextPage && !props.isShort && (
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
