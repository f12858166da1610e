import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Money } from '../../i18n/format.ts'
import { MoneyText } from './money-text.tsx'

interface PriceTextProps {
  price: Money
  /** The billing cycle: `monthly` … `onetime`, `free`. */
  cycle: string
  fw?: number
}

/** What one period costs: `€4.99 / month`, `€20.00 once`, `free`. */
export function PriceText({ price, cycle, fw }: PriceTextProps) {
  const { t } = useTranslation()
  const per = t(`ui.perCycle.${cycle}`, { defaultValue: '' })
  return (
    <Text span inherit style={{ whiteSpace: 'nowrap' }}>
      {cycle !== 'free' && <MoneyText value={price} fw={fw} />}
      <Text span inherit c="dimmed" fz={cycle === 'free' ? undefined : '0.9em'}>
        {cycle === 'free' ? per : ` ${per}`}
      </Text>
    </Text>
  )
}
