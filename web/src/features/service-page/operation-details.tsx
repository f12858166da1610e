import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { OperationLog } from '../operations/operation-log.tsx'
import { readOperation } from '../operations/operation-requests.ts'

/** What came of an operation: its attempts with the module's log, and its last error. */
export function OperationDetails({ operationId }: { operationId: string }) {
  const { t } = useTranslation()
  const operation = useQuery({
    queryKey: ['operation', operationId],
    queryFn: () => readOperation(operationId),
  })
  if (operation.isPending) return <LoadingState />
  if (operation.isError) return <ErrorState error={operation.error} />
  const { error } = operation.data
  return (
    <>
      {error && (
        <Text size="sm" c="red" mb={6}>
          {error.message}
        </Text>
      )}
      <OperationLog operation={operation.data} />
      <TextLink to={`/admin/operations/${operationId}`}>{t('services.openOperation')}</TextLink>
    </>
  )
}
