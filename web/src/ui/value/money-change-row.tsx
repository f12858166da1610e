import { Table, Text } from '@mantine/core'
import { type Money, useFormat } from '../../i18n/format.ts'
import { MoneyText } from './money-text.tsx'

interface MoneyChangeRowProps {
  label: string
  before: Money
  after: Money
}

/** An amount before and after a change, and the difference with its sign. */
export function MoneyChangeRow({ label, before, after }: MoneyChangeRowProps) {
  const format = useFormat()
  const { currency } = before
  const difference = BigInt(after.amount) - BigInt(before.amount)
  const size = difference < 0n ? -difference : difference
  return (
    <Table.Tr>
      <Table.Td>{label}</Table.Td>
      <Table.Td ta="right">
        <MoneyText value={before} dimmed />
      </Table.Td>
      <Table.Td ta="right">
        <MoneyText value={after} />
      </Table.Td>
      <Table.Td ta="right">
        <Text span inherit fw={600} className="tabular" style={{ whiteSpace: 'nowrap' }}>
          {withSign(difference, format.money({ amount: String(size), currency }))}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}

/** The words of a size with the sign of the difference that it is of. */
export const withSign = (difference: bigint | number, words: string) =>
  difference > 0 ? `+${words}` : difference < 0 ? `−${words}` : '–'
