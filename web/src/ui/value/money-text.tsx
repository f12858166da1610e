import { Text } from '@mantine/core'
import { type Money, useFormat } from '../../i18n/format.ts'

interface MoneyTextProps {
  value: Money | null | undefined
  /** Written in front, e.g. a sign; money itself is never made from floats. */
  fw?: number
  dimmed?: boolean
}

/** An amount in tabular figures; a dash where there is none. Align its column to the right. */
export function MoneyText({ value, fw, dimmed }: MoneyTextProps) {
  const format = useFormat()
  return (
    <Text
      span
      inherit
      className="tabular"
      fw={fw}
      c={dimmed ? 'dimmed' : undefined}
      style={{ whiteSpace: 'nowrap' }}
    >
      {value ? format.money(value) : '–'}
    </Text>
  )
}
