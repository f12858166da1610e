import { Box, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { CouponInput } from '../coupons/coupon-input.tsx'
import { type OrderItem, type Quote, quoteOrder } from './order-requests.ts'

const QUOTE_DELAY_MS = 300

/** What the order would cost; asked of the server again with every change. */
export function OrderQuote({
  customerId,
  item,
  couponCode,
  onCoupon,
}: {
  customerId: string | null
  item: OrderItem | null
  couponCode: string
  onCoupon: (code: string) => void
}) {
  const { t } = useTranslation()
  const code = couponCode.trim()
  const [asked] = useDebouncedValue({ customerId, item, code }, QUOTE_DELAY_MS)
  const isReady = asked.customerId !== null && asked.item !== null
  const quote = useQuery({
    queryKey: ['order', 'quote', asked],
    queryFn: () =>
      quoteOrder({
        customerId: asked.customerId ?? '',
        items: asked.item ? [asked.item] : [],
        ...(asked.code ? { couponCode: asked.code } : {}),
        // What goes over a limit is asked when the order is placed.
        overrideLimits: true,
      }),
    enabled: isReady,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <Section title={t('orders.quote')}>
      {!isReady && <EmptyState title={t('orders.quoteNothing')} />}
      {isReady && quote.isError && <ProblemAlert error={quote.error} withFields />}
      {isReady && quote.data && !quote.isError && <QuoteLines quote={quote.data} />}
      <Box mt="sm">
        <CouponInput
          value={couponCode}
          onChange={onCoupon}
          quoted={isReady && asked.code ? (quote.data?.coupon ?? null) : null}
        />
      </Box>
    </Section>
  )
}

function QuoteLines({ quote }: { quote: Quote }) {
  const { t } = useTranslation()
  const format = useFormat()
  const sums = [
    { label: t('orders.net'), value: quote.net },
    ...quote.taxes.map((tax) => ({
      label: t('orders.tax', { rate: `${format.number(tax.rateBasisPoints / 100)} %` }),
      value: tax.tax,
    })),
  ]
  return (
    <Stack gap={6}>
      {quote.lines.map((line) => (
        <Group
          key={`${line.item}-${line.kind}-${line.label}-${line.unitPrice.amount}`}
          justify="space-between"
          wrap="nowrap"
        >
          <Text size="sm">
            {line.quantity > 1 && `${line.quantity} × `}
            {line.label}
          </Text>
          <Text size="sm" component="div">
            <MoneyText value={line.amount} />
          </Text>
        </Group>
      ))}
      {sums.map((sum) => (
        <Group key={sum.label} justify="space-between">
          <Text size="sm" c="dimmed">
            {sum.label}
          </Text>
          <Text size="sm" c="dimmed" component="div">
            <MoneyText value={sum.value} />
          </Text>
        </Group>
      ))}
      <Group justify="space-between">
        <Text fw={600}>{t('orders.total')}</Text>
        <MoneyText value={quote.total} fw={600} />
      </Group>
    </Stack>
  )
}
