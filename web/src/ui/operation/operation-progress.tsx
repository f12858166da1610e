import { Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useArea } from '../area.ts'
import { StatusBadge } from '../value/status-badge.tsx'
import { TimeText } from '../value/time-text.tsx'

/** One intended change of a resource, as the API gives it. */
export interface OperationSummary {
  id: string
  /** create, suspend, reinstall … */
  kind: string
  state: string
  attempts?: number
  /** When it is tried next, while it waits. */
  dueAt?: string | null
  startedAt?: string | null
  progress?: { percent?: number | null; text?: string | null } | null
  /** The provider's message as it came; staff only. */
  lastError?: string | null
}

const MAKES = new Set(['create', 'adopt', 'redeliver'])

const customerTitle = (kind: string) =>
  MAKES.has(kind) ? 'ui.operation.customerPreparing' : 'ui.operation.customerTitle'

/**
 * An operation and how far it is. Live without its own code: the stream refetches the query that
 * the operation came with.
 */
export function OperationProgress({ operation }: { operation: OperationSummary }) {
  const { t } = useTranslation()
  const area = useArea()
  const isStaff = area === 'admin'
  const { state, progress } = operation
  const isOpen = state === 'queued' || state === 'running' || state === 'unknown'
  const kind = t(`ui.operation.kind.${operation.kind}`, { defaultValue: operation.kind })
  const percent = progress?.percent ?? null
  // Customers are told that it is looked after; what went wrong is the provider's talk with staff.
  const says = (state: string) =>
    isStaff
      ? t(`ui.operation.says.${state}`, { defaultValue: '' })
      : t(`ui.operation.toCustomer.${state}`, { defaultValue: '' })
  return (
    <Paper px="md" py="sm" role="status" aria-live="polite">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Text fw={600} size="sm">
              {isStaff ? kind : t(customerTitle(operation.kind))}
            </Text>
            {isStaff && <StatusBadge kind="operation" status={state} />}
          </Group>
          {isOpen && operation.startedAt && (
            <Text size="xs" c="dimmed" component="div">
              <TimeText at={operation.startedAt} />
            </Text>
          )}
        </Group>
        {isOpen && (
          <Progress
            size="sm"
            value={percent ?? 100}
            animated={percent === null || state === 'running'}
            color={state === 'unknown' ? 'orange' : 'harbour'}
            aria-label={kind}
          />
        )}
        <Text size="xs" c="dimmed" component="div">
          {progress?.text ?? says(state)}
          {isStaff &&
            (operation.attempts ?? 0) > 1 &&
            ` · ${t('ui.operation.attempt', { count: operation.attempts })}`}
          {isStaff && state === 'queued' && operation.dueAt && (
            <>
              {' · '}
              {t('ui.operation.next')} <TimeText at={operation.dueAt} />
            </>
          )}
        </Text>
        {isStaff && operation.lastError && (
          <Text size="xs" c="red">
            {operation.lastError}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
