import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../ui/value/clock.ts'
import { LATE_MS, sweptWords } from './swept-words.ts'

interface SweepAgeProps {
  lastSweepAt: string | null
  /** Only how long ago, where the rest stands beside it. */
  isShort?: boolean
}

/** When the automation last looked over the services, live. */
export function SweepAge({ lastSweepAt, isShort }: SweepAgeProps) {
  const { t } = useTranslation()
  const now = useNow(1000)
  const agoMs = lastSweepAt ? Math.max(0, now - new Date(lastSweepAt).getTime()) : 0
  return (
    <Text span inherit c={agoMs > LATE_MS ? 'red' : undefined} className="tabular">
      {sweptWords(lastSweepAt ? agoMs : null, t, isShort)}
    </Text>
  )
}
