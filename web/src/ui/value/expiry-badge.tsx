import { Badge, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCalendar, IconHourglass, IconInfinity } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { useNow } from './clock.ts'
import { expiryWords } from './expiry.ts'

interface ExpiryBadgeProps {
  /** ISO instant until which the service is paid; null = for life. */
  expiresAt: string | null
  /** For an ended service: the date without alarm. */
  isEnded?: boolean
}

/** "134 days left", "overdue 3 days", "for life"; the exact date on hover. */
export function ExpiryBadge({ expiresAt, isEnded }: ExpiryBadgeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const words = expiryWords(expiresAt === null ? null : new Date(expiresAt).getTime(), now)
  const look = LOOKS[isEnded ? 'ended' : words.kind === 'left' && words.soon ? 'soon' : words.kind]
  const Icon = look.icon
  const label =
    words.kind === 'for_life'
      ? t('ui.expiry.forLife')
      : isEnded && expiresAt
        ? format.day(expiresAt)
        : t(`ui.expiry.${words.kind}.${words.unit}`, { count: words.count })
  const badge = (
    <Badge
      variant={look.variant}
      color={look.color}
      radius="sm"
      tt="none"
      fw={500}
      px={7}
      className="tabular"
      leftSection={<Icon size={13} stroke={1.8} aria-hidden />}
      tabIndex={expiresAt ? 0 : undefined}
      style={{ minWidth: 'max-content' }}
    >
      {label}
    </Badge>
  )
  return expiresAt ? <Tooltip label={format.instant(expiresAt)}>{badge}</Tooltip> : badge
}

const LOOKS = {
  for_life: { color: 'gray', variant: 'default', icon: IconInfinity },
  left: { color: 'gray', variant: 'default', icon: IconCalendar },
  soon: { color: 'yellow', variant: 'light', icon: IconHourglass },
  overdue: { color: 'red', variant: 'light', icon: IconAlertTriangle },
  ended: { color: 'gray', variant: 'default', icon: IconCalendar },
} as const
