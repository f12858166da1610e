import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useArea } from '../area.ts'
import { lookOf, type StatusKind } from './status-looks.ts'

interface StatusBadgeProps {
  kind: StatusKind
  status: string
  size?: 'sm' | 'md'
}

/** A status as colour, icon and word. Customers read "résilié" where staff read "annulé". */
export function StatusBadge({ kind, status, size = 'sm' }: StatusBadgeProps) {
  const { t, i18n } = useTranslation()
  const area = useArea()
  const { color, icon: Icon } = lookOf(kind, status)
  const own = `ui.statusForCustomer.${kind}.${status}`
  const word =
    area === 'client' && i18n.exists(own)
      ? t(own)
      : t(`ui.status.${kind}.${status}`, { defaultValue: status })
  return (
    <Badge
      variant="light"
      color={color}
      size={size === 'md' ? 'lg' : 'md'}
      radius="sm"
      tt="none"
      fw={600}
      px={7}
      leftSection={<Icon size={13} stroke={2} aria-hidden />}
      style={{ flexShrink: 0, minWidth: 'max-content' }}
    >
      {word}
    </Badge>
  )
}
