import { Accordion, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { listOperations } from '../operations/operation-requests.ts'
import { OperationDetails } from './operation-details.tsx'

/** Every operation of a service; an opened one shows its attempts and what the module logged. */
export function ServiceOperations({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const operations = useQuery({
    queryKey: ['operation', 'of-service', serviceId],
    queryFn: () => listOperations({ serviceId, limit: '50' }),
  })
  return (
    <Section title={t('services.operations')} flush>
      {operations.isPending && <LoadingState />}
      {operations.isError && (
        <ErrorState error={operations.error} onRetry={() => void operations.refetch()} />
      )}
      {operations.data?.items.length === 0 && <EmptyState title={t('services.noOperations')} />}
      <Accordion>
        {operations.data?.items.map((operation) => (
          <Accordion.Item key={operation.id} value={operation.id}>
            <Accordion.Control py={0}>
              <Group gap="xs">
                <Text size="sm" fw={500}>
                  {t(`ui.operation.kind.${operation.kind}`)}
                </Text>
                <StatusBadge kind="operation" status={operation.state} />
                <Text size="xs" c="dimmed" component="div">
                  <TimeText at={operation.createdAt} /> ·{' '}
                  {operation.requestedBy.kind === 'automation'
                    ? t('ui.actor.automation')
                    : operation.requestedBy.name}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <OperationDetails operationId={operation.id} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Section>
  )
}
