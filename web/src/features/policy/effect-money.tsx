import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { MoneyChangeRow, withSign } from '../../ui/value/money-change-row.tsx'
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
            {withSign(after - before, format.number(Math.abs(after - before)))}
          </Table.Td>
        </Table.Tr>
        {money.map((one) => (
          <MoneyChangeRow key={one.before.currency} label={one.before.currency} {...one} />
        ))}
      </Table.Tbody>
    </Table>
  )
}
