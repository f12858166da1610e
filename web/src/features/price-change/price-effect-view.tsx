import { List, Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Money, useFormat } from '../../i18n/format.ts'
import { TextLink } from '../../ui/page/text-link.tsx'
import { MoneyChangeRow } from '../../ui/value/money-change-row.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import type { PriceEffect } from './price-requests.ts'

/** Whom the prices reach, what that is worth, and why the others stay as they are. */
export function PriceEffectView({ effect }: { effect: PriceEffect }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { reached, looked, firstAt, refused } = effect
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">
        {t('priceChange.reached', { count: reached, looked: format.number(looked) })}
        {firstAt && ` ${t('priceChange.first', { day: format.day(firstAt) })}`}
      </Text>
      {reached > 0 && (
        <Table verticalSpacing={4} fz="sm" aria-label={t('priceChange.money')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              {['before', 'after', 'difference'].map((head) => (
                <Table.Th key={head} ta="right">
                  {t(`policy.effect.${head}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Rows rows={effect.perMonth} label={t('priceChange.perMonth')} />
            <Rows
              rows={effect.documents}
              label={t('priceChange.documents', { count: effect.days })}
            />
          </Table.Tbody>
        </Table>
      )}
      {refused.length > 0 && (
        <div>
          <Text size="sm" c="dimmed">
            {t('priceChange.refused')}
          </Text>
          <List size="sm" spacing={2}>
            {refused.map(({ code, reason, services }) => (
              <List.Item key={code}>
                <span className="tabular">{format.number(services)}</span> · {reason}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      <Examples examples={effect.examples} />
    </Stack>
  )
}

function Rows({ rows, label }: { rows: { before: Money; after: Money }[]; label: string }) {
  return rows.map((row) => (
    <MoneyChangeRow
      key={row.before.currency}
      label={rows.length > 1 ? `${label} · ${row.before.currency}` : label}
      {...row}
    />
  ))
}

function Examples({ examples }: { examples: PriceEffect['examples'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (examples.length === 0) return null
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {t('policy.effect.examples')}
      </Text>
      {examples.map(({ service, before, after, firstAt }) => (
        <Text size="sm" key={service.id} component="div">
          <TextLink to={`/admin/services/${service.id}`}>
            #{service.number} {service.name}
          </TextLink>
          {` · ${service.customerName} · `}
          <MoneyText value={before} dimmed /> → <MoneyText value={after} fw={600} />
          {firstAt && ` · ${format.day(firstAt)}`}
        </Text>
      ))}
    </Stack>
  )
}
