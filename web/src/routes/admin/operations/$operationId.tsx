import { SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { causeText } from '../../../features/history/cause-text.ts'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { OperationActions } from '../../../features/operations/operation-actions.tsx'
import { OperationLog } from '../../../features/operations/operation-log.tsx'
import {
  type OperationPage as Operation,
  readOperation,
} from '../../../features/operations/operation-requests.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { OperationProgress } from '../../../ui/operation/operation-progress.tsx'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One operation: what was asked, every attempt and what came of it. */
export default function OperationPage() {
  const { operationId } = useParams({ strict: false }) as { operationId: string }
  const operation = useQuery({
    queryKey: ['operation', operationId],
    queryFn: () => readOperation(operationId),
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
    <Stack gap="md">
      <PageHeader
        title={service ? `${kind} · ${service.name}` : kind}
        parents={[{ label: t('operations.title'), to: '/admin/operations' }]}
        badges={<StatusBadge kind="operation" status={operation.state} />}
        subtitle={operation.waitsForStaff ? t('operations.waits') : undefined}
        secondary={
          <OperationActions
            operationId={operation.id}
            asButtons={['retry', 'resolve', 'abandon']}
          />
        }
      />
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
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <OperationFacts operation={operation} />
        <Section title={t('operations.log')}>
          <OperationLog log={operation.log} />
        </Section>
        <HistorySection subject="operation" subjectId={operation.id} />
      </SimpleGrid>
    </Stack>
  )
}

function OperationFacts({ operation }: { operation: Operation }) {
  const { t } = useTranslation()
  const { service, server } = operation
  return (
    <Section title={t('operations.facts')}>
      <FactsList
        facts={[
          {
            label: t('operations.service'),
            value: service && (
              <TextLink to={`/admin/services/${service.id}`}>
                {service.name} #{service.number}
              </TextLink>
            ),
          },
          { label: t('operations.server'), value: server?.name },
          { label: t('operations.by'), value: operation.requestedBy.name },
          { label: t('operations.cause'), value: causeText(operation.cause, t) || '–' },
          { label: t('operations.attempts'), value: String(operation.attempts) },
          {
            label: t('operations.created'),
            value: <TimeText at={operation.createdAt} as="instant" />,
          },
          {
            label: t('operations.started'),
            value: <TimeText at={operation.startedAt} as="instant" />,
          },
          {
            label: t('operations.settled'),
            value: <TimeText at={operation.settledAt} as="instant" />,
          },
        ]}
      />
    </Section>
  )
}
