import { Text, Tooltip } from '@mantine/core'
import { useFormat } from '../../i18n/format.ts'
import { useNow } from './clock.ts'

interface TimeTextProps {
  /** ISO 8601 instant; nothing shows a dash. */
  at: string | null | undefined
  /** `relative` (default) shows "3 hours ago", `day` the date, `instant` date and time. */
  as?: 'relative' | 'day' | 'instant'
}

/** A moment as people say it; the exact one appears on hover and focus. */
export function TimeText({ at, as = 'relative' }: TimeTextProps) {
  const format = useFormat()
  const now = useNow()
  if (!at)
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    )
  const exact = format.instant(at)
  const shown =
    as === 'relative'
      ? format.relative(new Date(at).getTime(), now)
      : as === 'day'
        ? format.day(at)
        : exact
  return (
    <Tooltip label={as === 'instant' ? format.relative(new Date(at).getTime(), now) : exact}>
      <time dateTime={at} className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {shown}
      </time>
    </Tooltip>
  )
}
