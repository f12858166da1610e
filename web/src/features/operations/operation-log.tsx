import { Box, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/state/states.tsx'
import { LogLines } from './log-lines.tsx'
import { attemptsOf } from './operation-attempts.ts'
import type { OperationPage } from './operation-requests.ts'

/** What the module wrote, attempt by attempt, the first on top; for a place inside another page. */
export function OperationLog({ operation }: { operation: OperationPage }) {
  const { t } = useTranslation()
  const attempts = attemptsOf(operation.claims, operation.log).reverse()
  if (attempts.length === 0) return <EmptyState title={t('operations.noLog')} />
  return attempts.map(({ claim, number, known }) => (
    <Box key={claim} mb="sm">
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        {t('ui.operation.attempt', { count: number })}
      </Text>
      <LogLines lines={known} />
    </Box>
  ))
}
