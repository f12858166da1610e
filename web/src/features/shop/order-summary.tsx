import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../api/session.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { CouponInput } from '../coupons/coupon-input.tsx'
import { type OrderChoice, writeChoice } from './order-choice.ts'
import { QuoteLines } from './quote-lines.tsx'
import { type ProductPage, termsQuery } from './shop-queries.ts'
import { TermsConsent } from './terms-consent.tsx'
import type { OrderBody, Quote } from './use-quote.ts'

interface OrderSummaryProps {
  product: ProductPage
  choice: OrderChoice
  /** Null while something is missing. */
  order: OrderBody | null
  quote: UseQueryResult<Quote>
  place: UseMutationResult<unknown, Error, OrderBody>
  onPlace: (order: OrderBody) => void
  onCoupon: (code: string) => void
}

/** What it costs, the terms, and the button. */
export function OrderSummary(props: OrderSummaryProps) {
  const { t } = useTranslation()
  const user = useUser()
  const { product, choice } = props
  if (product.availability !== 'available') {
    return (
      <Section title={t('shop.summary')}>
        <Alert color="yellow" title={t(`shop.availability.${product.availability}`)}>
          {t('shop.unavailable')}
        </Alert>
      </Section>
    )
  }
  return (
    <div style={{ position: 'sticky', top: 68 }}>
      <Section title={t('shop.summary')}>
        {user ? <Checkout {...props} /> : <ForVisitors product={product} choice={choice} />}
      </Section>
    </div>
  )
}

function Checkout({ choice, order, quote, place, onPlace, onCoupon }: OrderSummaryProps) {
  const { t } = useTranslation()
  const { data } = useQuery(termsQuery)
  const [accepted, setAccepted] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const terms = data?.current
  const submit = () => {
    if (!order) return
    if (terms && !accepted) return setMissing(true)
    onPlace({ ...order, acceptTerms: accepted, ...(terms ? { termsVersionId: terms.id } : {}) })
  }
  const error = place.error ?? (order ? quote.error : null)
  return (
    <Stack gap="sm">
      {quote.data && !quote.isError ? (
        <div style={{ opacity: quote.isPlaceholderData ? 0.6 : 1 }}>
          <QuoteLines quote={quote.data} />
        </div>
      ) : quote.isPending && order ? (
        <Skeleton height={120} />
      ) : null}
      {!order && (
        <Text size="sm" c="dimmed">
          {t('shop.incomplete')}
        </Text>
      )}
      <CouponInput
        value={choice.couponCode}
        onChange={onCoupon}
        quoted={order?.couponCode ? (quote.data?.coupon ?? null) : null}
      />
      {error && <ProblemAlert error={error} withFields />}
      {terms && (
        <TermsConsent
          terms={terms}
          accepted={accepted}
          onChange={(value) => {
            setAccepted(value)
            setMissing(false)
          }}
          error={isMissing ? t('shop.termsMissing') : undefined}
        />
      )}
      <Button
        size="sm"
        fullWidth
        onClick={submit}
        loading={place.isPending || place.isSuccess}
        disabled={!order || quote.isError}
      >
        {t('shop.placeOrder')}
      </Button>
    </Stack>
  )
}

function ForVisitors({ product, choice }: { product: ProductPage; choice: OrderChoice }) {
  const { t } = useTranslation()
  const price = product.prices.find(({ cycle }) => cycle === choice.cycle)
  const next = `/shop/products/${product.id}?${new URLSearchParams(writeChoice(choice))}`
  return (
    <Stack gap="sm">
      {price && (
        <Text component="div" fz="lg">
          <PriceText price={price.price} cycle={price.cycle} fw={600} />
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('shop.visitorText')}
      </Text>
      <Button component={Link} to="/register" search={{ next } as never} size="sm" fullWidth>
        {t('shop.registerToOrder')}
      </Button>
      <Button
        component={Link}
        to="/login"
        search={{ next } as never}
        size="sm"
        fullWidth
        variant="default"
      >
        {t('shop.loginToOrder')}
      </Button>
    </Stack>
  )
}
