import { Text, TextInput } from '@mantine/core'
import { IconTicket } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../i18n/format.ts'

interface QuotedCoupon {
  code: string
  discount: Money
  /** Why it takes nothing off. */
  refusal: { code: string; text: string } | null
}

interface CouponInputProps {
  value: string
  onChange: (code: string) => void
  /** What the last quote said of it; null before it was asked. */
  quoted: QuotedCoupon | null
}

/** The code of a coupon, and what it is worth for this very order. */
export function CouponInput({ value, onChange, quoted }: CouponInputProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const isAsked = quoted !== null && quoted.code.toLowerCase() === value.trim().toLowerCase()
  const refusal = isAsked ? quoted.refusal : null
  return (
    <div>
      <TextInput
        label={t('coupons.input')}
        placeholder={t('coupons.optional')}
        leftSection={<IconTicket size={15} stroke={1.7} aria-hidden />}
        maxLength={40}
        autoComplete="off"
        autoCapitalize="characters"
        value={value}
        error={refusal?.text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {isAsked && !refusal && (
        <Text size="xs" c="teal" mt={4} role="status" data-testid="coupon-applied">
          {t('coupons.takesOff', { amount: format.money(quoted.discount) })}
        </Text>
      )}
    </div>
  )
}
