import { Text, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Money } from '../../i18n/format.ts'
import { PriceText } from '../../ui/value/price-text.tsx'

/** The first price and how many there are; all of them on hover. */
export function PriceSummary({ prices }: { prices: { cycle: string; price: Money }[] }) {
  const { t } = useTranslation()
  const [first, ...others] = prices
  if (!first) {
    return (
      <Text span inherit c="dimmed">
        {t('products.prices.none')}
      </Text>
    )
  }
  if (others.length === 0) return <PriceText {...first} />
  return (
    <Tooltip
      label={prices.map((one) => (
        <div key={`${one.cycle} ${one.price.currency}`}>
          <PriceText {...one} />
        </div>
      ))}
    >
      <span>
        <PriceText {...first} />{' '}
        <Text span inherit c="dimmed" fz="0.9em">
          {t('products.prices.more', { count: others.length })}
        </Text>
      </span>
    </Tooltip>
  )
}
