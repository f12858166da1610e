import { Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import type { MyService } from './service-queries.ts'

interface OptionValueProps {
  option: MyService['options'][number]
  cycle: string
}

/** What was chosen of an option, and what it costs with every period. */
export function OptionValue({ option, cycle }: OptionValueProps) {
  const { label, text, price, recurring } = option
  // The label stands beside it already; a ticked box says nothing more than its label.
  const value = text.startsWith(label) ? text.slice(label.length).replace(/^\s*:\s*/, '') : text
  return (
    <>
      {value || <IconCheck size={14} stroke={2} aria-label={label} />}
      {recurring && price.amount !== '0' && (
        <Text span inherit c="dimmed">
          {' · '}
          <PriceText price={price} cycle={cycle} />
        </Text>
      )}
      {!recurring && price.amount !== '0' && (
        <Text span inherit c="dimmed">
          {' · '}
          <MoneyText value={price} />
        </Text>
      )}
    </>
  )
}
