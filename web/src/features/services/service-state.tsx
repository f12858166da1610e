import { Badge, Group, Tooltip } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCalendarOff,
  IconHandStop,
  IconLoader2,
  IconQuestionMark,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import type { ServiceRow } from './service-requests.ts'

const MARKS = {
  working: { icon: IconLoader2, color: 'blue' },
  failed: { icon: IconAlertTriangle, color: 'red' },
  unknown: { icon: IconQuestionMark, color: 'orange' },
  ending: { icon: IconCalendarOff, color: 'orange' },
  held: { icon: IconHandStop, color: 'gray' },
} as const

/** The status with small marks for what is under way: working, failed, ends, held. */
export function ServiceState({ service, size }: { service: ServiceRow; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  const { operation } = service
  const marks: { id: keyof typeof MARKS; words: string }[] = []
  if (operation) {
    const kind = t(`ui.operation.kind.${operation.kind}`)
    const state = t(`ui.status.operation.${operation.state}`)
    const id =
      operation.state === 'failed' || operation.state === 'unknown' ? operation.state : 'working'
    marks.push({ id, words: `${kind}: ${state}` })
  }
  if (service.cancellationScheduled) marks.push({ id: 'ending', words: t('services.scheduled') })
  if (service.held) marks.push({ id: 'held', words: t('services.held') })
  return (
    <Group gap={4} wrap="nowrap" component="span" style={{ display: 'inline-flex' }}>
      <StatusBadge kind="service" status={service.status} size={size} />
      {marks.map(({ id, words }) => {
        const { icon: Icon, color } = MARKS[id]
        return (
          <Tooltip key={id} label={words}>
            <Badge
              variant="light"
              color={color}
              radius="sm"
              px={4}
              size={size === 'md' ? 'lg' : 'md'}
              role="img"
              aria-label={words}
              tabIndex={0}
              style={{ minWidth: 'max-content' }}
            >
              <Icon size={13} stroke={2} style={{ display: 'block' }} aria-hidden />
            </Badge>
          </Tooltip>
        )
      })}
    </Group>
  )
}
