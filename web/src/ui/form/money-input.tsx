import { Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currencyDigits, type Money, toDecimal, toMinorUnits } from '../../i18n/format.ts'

interface MoneyInputProps {
  label?: ReactNode
  'aria-label'?: string
  size?: 'xs' | 'sm'
  description?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  /** `Money`, or nothing. */
  value: unknown
  /** Of an amount that begins empty; a value keeps its own. */
  currency?: string
  onChange: (value: Money | undefined) => void
}

/**
 * An amount in the currency's own decimals. What is typed becomes minor units as text; no float is
 * involved. What is no amount is marked and not passed on.
 */
export function MoneyInput(props: MoneyInputProps) {
  const { t } = useTranslation()
  const { value, onChange, error, currency, ...input } = props
  const money = isMoney(value) ? value : undefined
  const inCurrency = money?.currency ?? currency ?? 'EUR'
  const digits = currencyDigits(inCurrency)
  const [text, setText] = useState(money ? toDecimal(money.amount, digits) : '')
  const isWrong = text !== '' && toMinorUnits(text, digits) === null
  const type = (next: string) => {
    setText(next)
    const amount = toMinorUnits(next, digits)
    onChange(amount === null ? undefined : { amount, currency: inCurrency })
  }
  return (
    <TextInput
      {...input}
      inputMode="decimal"
      // What is no amount keeps the form from being sent without it.
      pattern={digits > 0 ? `\\s*-?[\\d\\s]+([.,]\\d{0,${digits}})?\\s*` : '\\s*-?[\\d\\s]+'}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      error={isWrong ? t('ui.form.notMoney', { count: digits }) : error}
      rightSectionWidth={48}
      rightSection={
        <Text size="xs" c="dimmed">
          {inCurrency}
        </Text>
      }
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
    />
  )
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}
