import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../ui/value/clock.ts'

/** Without a sweep for this long something is wrong with the automation. */
const LATE_MS = 5 * 60_000

/** When the automation last looked over the services. */
export function AutomationHealth({ lastSweepAt }: { lastSweepAt: string | null }) {
  const { t } = useTranslation()
  const now = useNow(1000)
  if (!lastSweepAt)
    return (
      <Text span inherit>
        {t('dashboard.neverSwept')}
      </Text>
    )
  const agoMs = Math.max(0, now - new Date(lastSweepAt).getTime())
  const seconds = Math.round(agoMs / 1000)
  const minutes = Math.floor(seconds / 60)
  const words =
    seconds < 120
      ? t('dashboard.sweptSeconds', { count: seconds })
      : t('dashboard.sweptMinutes', { count: minutes })
  return (
    <Text span inherit c={agoMs > LATE_MS ? 'red' : undefined}>
      {words}
    </Text>
  )
}
