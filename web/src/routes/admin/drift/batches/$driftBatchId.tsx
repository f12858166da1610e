import { Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  ConfirmDriftBatch,
  DiscardDriftBatch,
} from '../../../../features/drift/drift-batch-head.tsx'
import {
  DriftBatchProgress,
  DriftBatchSkips,
} from '../../../../features/drift/drift-batch-progress.tsx'
import { readDriftBatch } from '../../../../features/drift/drift-batch-requests.ts'
import { DriftBatchRows } from '../../../../features/drift/drift-batch-rows.tsx'
import { RequirePermission } from '../../../../features/shell/require-permission.tsx'
import { verbOf } from '../../../../ui/action/action-types.ts'
import { Banner } from '../../../../ui/page/banner.tsx'
import { PageHeader } from '../../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../../ui/state/states.tsx'
import { StatusBadge } from '../../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../../ui/value/time-text.tsx'

/** Should a message of the live stream be lost, the figures still go on. */
const LOOK_AGAIN_MS = 3000
const MOVING = new Set(['planning', 'running'])
const OVER = new Set(['finished', 'cancelled'])

/** One fix for many differences: its preview, its progress, its results. */
export default function DriftBatchPage() {
  return (
    <RequirePermission permission="drift:read">
      <OneBatch />
    </RequirePermission>
  )
}

function OneBatch() {
  const { t } = useTranslation()
  const { driftBatchId = '' } = useParams({ strict: false }) as { driftBatchId?: string }
  const batch = useQuery({
    queryKey: ['drift_batch', driftBatchId],
    queryFn: () => readDriftBatch(driftBatchId),
    refetchInterval: ({ state }) =>
      state.data && MOVING.has(state.data.state) ? LOOK_AGAIN_MS : false,
  })
  if (batch.isPending) return <LoadingState />
  if (!batch.data) return <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />
  const { data } = batch
  const isPreview = data.state === 'planning' || data.state === 'planned'
  return (
    <>
      <PageHeader
        title={t('drift.batch.title', {
          ...{ action: t(`drift.actions.${verbOf(data.action)}.label`), count: data.counts.total },
        })}
        badges={<StatusBadge kind="batch" status={data.state} size="md" />}
        subtitle={
          <>
            {data.createdBy.name} · <TimeText at={data.createdAt} />
          </>
        }
        parents={[{ label: t('drift.title'), to: '/admin/drift' }]}
        secondary={!OVER.has(data.state) && <DiscardDriftBatch batch={data} />}
        primary={isPreview && <ConfirmDriftBatch key={data.id} batch={data} />}
      />
      <Stack gap="md">
        {data.stoppedBecause && (
          <Banner icon={IconAlertTriangle} color="red" title={t('drift.batch.stopped')}>
            {data.stoppedBecause}
          </Banner>
        )}
        <DriftBatchProgress batch={data} />
        <DriftBatchSkips batch={data} />
        <DriftBatchRows batch={data} />
      </Stack>
    </>
  )
}
