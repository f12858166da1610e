import { Group, Text, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServerGate } from './server-requests.ts'

/** Whether calls reach the server; else until when not, and why on hover. */
export function GateText({ gate, size }: { gate: ServerGate; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  if (gate.state === 'open') {
    return (
      <Text span inherit c="dimmed">
        {t('ui.status.gate.open')}
      </Text>
    )
  }
  const badge = <StatusBadge kind="gate" status={gate.state} size={size} />
  return (
    <Group gap={6} wrap="nowrap">
      {gate.reason ? (
        <Tooltip label={gate.reason} multiline maw={360}>
          <span>{badge}</span>
        </Tooltip>
      ) : (
        badge
      )}
      {gate.until && (
        <Text span inherit c="dimmed" size="xs">
          {t(`servers.gate.until.${gate.state}`)} <TimeText at={gate.until} />
        </Text>
      )}
    </Group>
  )
}
