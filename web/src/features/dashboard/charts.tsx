import { Box, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { currencyDigits, toDecimal, useFormat } from '../../i18n/format.ts'
import { localeOf } from '../../i18n/languages.ts'
import { LazyChart, LazyDonut } from '../../ui/chart/lazy-chart.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { nowMs } from '../../ui/value/clock.ts'
import { STATUS_LOOKS } from '../../ui/value/status-looks.ts'
import type { Dashboard } from './dashboard-request.ts'

/** Net revenue of the last months, one series per currency. */
export function RevenueSection({ revenue }: { revenue: Dashboard['revenue'] }) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const months = lastMonths(nowMs())
  const currencies = [...new Set(revenue.map((row) => row.net.currency))]
  const short = new Intl.DateTimeFormat(localeOf(i18n.language), {
    month: 'short',
    timeZone: 'UTC',
  })
  const rows = months.map((month) => {
    const row: Record<string, string | number> = { month: short.format(new Date(`${month}-15`)) }
    for (const { month: of, net } of revenue) {
      // A picture needs a number; the exact amounts stand in the lists.
      if (of === month)
        row[net.currency] = Number(toDecimal(net.amount, currencyDigits(net.currency)))
    }
    return row
  })
  return (
    <Section title={t('dashboard.revenue')} text={t('dashboard.revenueText')}>
      {revenue.length === 0 ? (
        <EmptyState title={t('dashboard.noRevenue')} />
      ) : (
        <LazyChart
          shape="bar"
          rows={rows}
          x="month"
          series={currencies.map((currency) => ({ id: currency, label: currency }))}
          format={(value) => format.number(value, 0)}
          label={t('dashboard.revenue')}
        />
      )}
    </Section>
  )
}

/** The twelve months up to now, as `2026-11`; months without revenue are shown as such. */
function lastMonths(now: number): string[] {
  const at = new Date(now)
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 11 + index, 15))
      .toISOString()
      .slice(0, 7),
  )
}

/** How many services stand in each status, as picture and as numbers that lead to the list. */
export function StatusSection({ counts }: { counts: Dashboard['servicesByStatus'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const parts = Object.entries(STATUS_LOOKS.service)
    .map(([status, look]) => ({
      status,
      label: t(`ui.status.service.${status}`),
      value: counts[status] ?? 0,
      color: `${look.color}.6`,
    }))
    .filter((part) => part.value > 0)
  return (
    <Section title={t('dashboard.services')}>
      {parts.length === 0 ? (
        <EmptyState title={t('dashboard.noServices')} />
      ) : (
        <Group justify="space-around" gap="lg">
          <LazyDonut parts={parts} size={150} label={t('dashboard.services')} />
          <Stack gap={6} miw={150}>
            {parts.map((part) => (
              <Group key={part.status} justify="space-between" gap="lg" wrap="nowrap">
                <Group gap={8} wrap="nowrap">
                  <Box
                    w={10}
                    h={10}
                    bg={part.color}
                    style={{ borderRadius: 3, flexShrink: 0 }}
                    aria-hidden
                  />
                  <Text size="sm" component="div">
                    <TextLink to="/admin/services" search={{ status: part.status }} isQuiet>
                      {part.label}
                    </TextLink>
                  </Text>
                </Group>
                <Text size="sm" fw={600} className="tabular">
                  {format.number(part.value)}
                </Text>
              </Group>
            ))}
          </Stack>
        </Group>
      )}
    </Section>
  )
}
