import { Badge, Group, Text, Tooltip } from '@mantine/core'
import {
  IconClock,
  IconLoader2,
  IconQuestionMark,
  IconUserExclamation,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ServerQueue } from './server-requests.ts'

const FIGURES: { id: keyof ServerQueue; state: string; icon: TablerIcon; color: string }[] = [
  { id: 'waiting', state: 'queued', icon: IconClock, color: 'gray' },
  { id: 'running', state: 'running', icon: IconLoader2, color: 'blue' },
  { id: 'unknown', state: 'unknown', icon: IconQuestionMark, color: 'orange' },
  { id: 'waitsForStaff', state: 'waits_for_staff', icon: IconUserExclamation, color: 'red' },
]

interface QueueFiguresProps {
  serverId: string
  queue: ServerQueue
}

/** What a server has to do, as small figures that lead to those operations. */
export function QueueFigures({ serverId, queue }: QueueFiguresProps) {
  const { t } = useTranslation()
  const shown = FIGURES.filter(({ id }) => queue[id] > 0)
  if (shown.length === 0) {
    return (
      <Text span inherit c="dimmed">
        {t('servers.queue.empty')}
      </Text>
    )
  }
  return (
    <Group gap={4} wrap="nowrap" style={{ display: 'inline-flex' }}>
      {shown.map(({ id, state, icon: Icon, color }) => {
        const words = t(`servers.queue.${id}`, { count: queue[id] })
        return (
          <Tooltip key={id} label={words}>
            <Badge
              component={Link}
              to="/admin/operations"
              search={{ serverId, state } as never}
              variant="light"
              color={color}
              radius="sm"
              px={6}
              className="tabular"
              aria-label={words}
              leftSection={<Icon size={13} stroke={2} aria-hidden />}
              onClick={(event) => event.stopPropagation()}
              style={{ minWidth: 'max-content', cursor: 'pointer' }}
            >
              {queue[id]}
            </Badge>
          </Tooltip>
        )
      })}
    </Group>
  )
}
