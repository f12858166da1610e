import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../i18n/format.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import type { PolicyEffect } from './policy-effect.ts'

/** Documents and money of the coming days, before and after, each currency by itself. */
export function EffectMoney({ documents }: { documents: PolicyEffect['documents'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { before, after, money } = documents
  const changed = money.filter((one) => one.before.amount !== one.after.amount)
  if (before === after && changed.length === 0) return null
  const title = t('policy.effect.documents')
  return (
    <Table verticalSpacing={4} fz="sm" aria-label={title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          {['before', 'after', 'difference'].map((head) => (
            <Table.Th key={head} ta="right">
              {t(`policy.effect.${head}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr>
          <Table.Td>{t('policy.effect.count')}</Table.Td>
          <Table.Td ta="right" className="tabular">
            {format.number(before)}
          </Table.Td>
          <Table.Td ta="right" className="tabular">
            {format.number(after)}
          </Table.Td>
          <Table.Td ta="right" className="tabular">
            {signed(after - before, format.number(Math.abs(after - before)))}
          </Table.Td>
        </Table.Tr>
        {money.map((one) => (
          <MoneyRow key={one.before.currency} {...one} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function MoneyRow({ before, after }: { before: Money; after: Money }) {
  const format = useFormat()
  const { currency } = before
  const difference = BigInt(after.amount) - BigInt(before.amount)
  const size = difference < 0n ? -difference : difference
  return (
    <Table.Tr>
      <Table.Td>{currency}</Table.Td>
      <Table.Td ta="right">
        <MoneyText value={before} dimmed />
      </Table.Td>
      <Table.Td ta="right">
        <MoneyText value={after} />
      </Table.Td>
      <Table.Td ta="right">
        <Text span inherit fw={600} className="tabular" style={{ whiteSpace: 'nowrap' }}>
          {signed(Number(difference), format.money({ amount: String(size), currency }))}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}

/** With its sign, which a negative amount of money alone would hide in its currency. */
const signed = (value: number, words: string) =>
  value === 0 ? '–' : `${value > 0 ? '+' : '−'}${words}`
