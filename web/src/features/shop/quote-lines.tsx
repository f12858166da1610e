import { Divider, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../i18n/format.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import type { Quote } from './use-quote.ts'

/** What an order would cost: lines, tax per rate, total, as the server reckons it. */
export function QuoteLines({ quote }: { quote: Quote }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Stack gap={6}>
      {quote.lines.map((line) => (
        <Line
          key={`${line.item}-${line.kind}-${line.label}-${line.unitPrice.amount}`}
          label={line.label}
          hint={
            <>
              {line.quantity > 1 && `${line.quantity} × ${format.money(line.unitPrice)} `}
              {line.periodStartAt &&
                line.periodEndAt &&
                t('shop.period', {
                  from: format.day(line.periodStartAt),
                  to: format.day(line.periodEndAt),
                })}
            </>
          }
          value={line.amount}
        />
      ))}
      <Divider my={4} color="var(--berth-line)" />
      {quote.taxMode === 'net' && <Line label={t('shop.net')} value={quote.net} />}
      {quote.taxes.map((tax) => (
        <Line
          key={`${tax.rateBasisPoints}-${tax.mention}`}
          label={
            tax.mention
              ? t('shop.reverseCharge')
              : t(quote.taxMode === 'net' ? 'shop.tax' : 'shop.taxIncluded', {
                  rate: format.number(tax.rateBasisPoints / 100),
                })
          }
          value={tax.tax}
        />
      ))}
      <Group justify="space-between" mt={4}>
        <Text fw={600}>{t('shop.total')}</Text>
        <Text fz="xl" component="div" data-testid="order-total">
          <MoneyText value={quote.total} fw={700} />
        </Text>
      </Group>
    </Stack>
  )
}

function Line({ label, hint, value }: { label: string; hint?: ReactNode; value: Money }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
      <div>
        <Text size="sm">{label}</Text>
        {hint && (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        )}
      </div>
      <Text size="sm" component="div">
        <MoneyText value={value} />
      </Text>
    </Group>
  )
}
