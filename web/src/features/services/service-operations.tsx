import { Accordion, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { OperationLog } from '../operations/operation-log.tsx'
import { listOperations, readOperation } from '../operations/operation-requests.ts'

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
                  <TimeText at={operation.createdAt} /> · {operation.requestedBy.name}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              {operation.error && (
                <Text size="sm" c="red" mb={6}>
                  {operation.error.message}
                </Text>
              )}
              <OperationDetails operationId={operation.id} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Section>
  )
}

function OperationDetails({ operationId }: { operationId: string }) {
  const { t } = useTranslation()
  const operation = useQuery({
    queryKey: ['operation', operationId],
    queryFn: () => readOperation(operationId),
  })
  if (operation.isPending) return <LoadingState />
  if (operation.isError) return <ErrorState error={operation.error} />
  return (
    <>
      <OperationLog log={operation.data.log} />
      <TextLink to={`/admin/operations/${operationId}`}>{t('services.openOperation')}</TextLink>
    </>
  )
}
