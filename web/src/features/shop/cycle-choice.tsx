import { Group, Radio, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { PriceText } from '../../ui/value/price-text.tsx'
import type { ProductPrice } from './shop-queries.ts'

interface CycleChoiceProps {
  prices: ProductPrice[]
  value: string | null
  onChange: (cycle: string) => void
  error?: string
}

/** The billing cycles that have a price, each with what it costs. */
export function CycleChoice({ prices, value, onChange, error }: CycleChoiceProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Radio.Group label={t('shop.cycle')} value={value} onChange={onChange} error={error}>
      <Stack gap={6} mt={6}>
        {prices.map(({ cycle, price, setupFee }) => (
          <Radio.Card
            key={cycle}
            value={cycle}
            px="sm"
            py={8}
            radius="sm"
            bg={cycle === value ? 'var(--mantine-color-harbour-light)' : undefined}
            bd={`1px solid ${cycle === value ? 'var(--mantine-color-harbour-filled)' : 'var(--mantine-color-default-border)'}`}
          >
            <Group wrap="nowrap" gap="sm">
              <Radio.Indicator size="xs" />
              <Text size="sm" fw={500} style={{ flex: 1 }}>
                {t(`ui.cycle.${cycle}`)}
              </Text>
              <Stack gap={0} align="flex-end">
                <Text size="sm" component="div">
                  <PriceText price={price} cycle={cycle} fw={600} />
                </Text>
                {setupFee.amount !== '0' && (
                  <Text size="xs" c="dimmed">
                    {t('shop.plusSetupFee', { fee: format.money(setupFee) })}
                  </Text>
                )}
              </Stack>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  )
}
