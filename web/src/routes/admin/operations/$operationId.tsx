import { Grid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { AttemptTimeline } from '../../../features/operations/attempt-timeline.tsx'
import { OperationActions } from '../../../features/operations/operation-actions.tsx'
import { OperationBanner } from '../../../features/operations/operation-banner.tsx'
import { OperationFacts } from '../../../features/operations/operation-facts.tsx'
import { WaitsBadge } from '../../../features/operations/operation-marks.tsx'
import {
  type OperationPage as Operation,
  operationQueryOptions,
} from '../../../features/operations/operation-requests.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { OperationProgress } from '../../../ui/operation/operation-progress.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'

/** While a module works its log grows without a word on the stream. */
const LOOK_AGAIN_MS = 3000

/** One operation: what was asked, every attempt, what came of it, and what happens next. */
export default function OperationPage() {
  const { operationId } = useParams({ strict: false }) as { operationId: string }
  const operation = useQuery({
    ...operationQueryOptions(operationId),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_AGAIN_MS : false),
  })
  return (
    <RequirePermission permission="operations:read">
      {operation.isPending && <LoadingState />}
      {operation.isError && !operation.data && (
        <ErrorState error={operation.error} onRetry={() => void operation.refetch()} />
      )}
      {operation.data && <OperationView operation={operation.data} />}
    </RequirePermission>
  )
}

function OperationView({ operation }: { operation: Operation }) {
  const { t, i18n } = useTranslation()
  const { service, progress } = operation
  const kind = t(`ui.operation.kind.${operation.kind}`)
  return (
    <>
      <PageHeader
        title={service ? `${kind} · ${service.name}` : kind}
        parents={[{ label: t('operations.title'), to: '/admin/operations' }]}
        badges={
          <>
            <StatusBadge kind="operation" status={operation.state} size="md" />
            {operation.waitsForStaff && <WaitsBadge size="md" />}
          </>
        }
        secondary={
          <OperationActions
            operationId={operation.id}
            asButtons={['retry', 'resolve', 'abandon']}
          />
        }
      />
      <Stack gap="md">
        <OperationBanner operation={operation} />
        {operation.state === 'running' && (
          <OperationProgress
            operation={{
              ...operation,
              progress: progress && {
                percent: progress.percent,
                text: localText(progress.text, i18n.language) ?? null,
              },
              lastError: operation.error?.message,
            }}
          />
        )}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack gap="md">
              <AttemptTimeline operation={operation} />
              <HistorySection subject="operation" subjectId={operation.id} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <OperationFacts operation={operation} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  )
}
