import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../ui/value/clock.ts'
import { LATE_MS, sweptWords } from './swept-words.ts'

/** When the automation last looked over the services, live. */
export function SweepAge({ lastSweepAt }: { lastSweepAt: string | null }) {
  const { t } = useTranslation()
  const now = useNow(1000)
  const agoMs = lastSweepAt ? Math.max(0, now - new Date(lastSweepAt).getTime()) : 0
  return (
    <Text span inherit c={agoMs > LATE_MS ? 'red' : undefined} className="tabular">
      {sweptWords(lastSweepAt ? agoMs : null, t)}
    </Text>
  )
}
