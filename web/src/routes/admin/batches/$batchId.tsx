import { Grid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { BatchBanners } from '../../../features/batches/batch-banners.tsx'
import { BatchButtons } from '../../../features/batches/batch-buttons.tsx'
import { BatchFacts } from '../../../features/batches/batch-facts.tsx'
import { isMoving } from '../../../features/batches/batch-figures.ts'
import { BatchProgress } from '../../../features/batches/batch-progress.tsx'
import { readBatch } from '../../../features/batches/batch-requests.ts'
import { BatchRows } from '../../../features/batches/batch-rows.tsx'
import { BatchSummarySection } from '../../../features/batches/batch-summary.tsx'
import { useBatchWords } from '../../../features/batches/batch-words.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** Should a message of the live stream be lost, the figures still go on. */
const LOOK_AGAIN_MS = 5000

/** One action on many services: its preview, its progress, its results. */
export default function BatchPage() {
  return (
    <RequirePermission permission="batches:read">
      <OneBatch />
    </RequirePermission>
  )
}

function OneBatch() {
  const { t } = useTranslation()
  const { batchId = '' } = useParams({ strict: false }) as { batchId?: string }
  const words = useBatchWords()
  const batch = useQuery({
    queryKey: ['batch', batchId],
    queryFn: () => readBatch(batchId),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? LOOK_AGAIN_MS : false),
  })
  if (batch.isPending) return <LoadingState />
  if (batch.isError) return <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />
  const { data } = batch
  return (
    <>
      <PageHeader
        title={`${words.title(data)} · ${words.what(data)}`}
        badges={<StatusBadge kind="batch" status={data.state} size="md" />}
        subtitle={
          <>
            {data.createdBy.name} · <TimeText at={data.createdAt} />
          </>
        }
        parents={[{ label: t('batches.title'), to: '/admin/batches' }]}
        primary={<BatchButtons key={data.id} batch={data} />}
      />
      <Stack gap="md">
        <BatchBanners batch={data} />
        <BatchProgress batch={data} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <BatchSummarySection batch={data} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <BatchFacts batch={data} />
          </Grid.Col>
        </Grid>
        <BatchRows batch={data} />
      </Stack>
    </>
  )
}
