import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import type { Forecast } from './forecast-types.ts'
import { grossOf } from './money-of.ts'

/** A forecast in a line: what is invoiced, what comes in, how it ends. */
export function ForecastSummary({ totals }: { totals: Forecast['totals'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const invoiced = grossOf(totals.invoiced).map(format.money).join(' + ')
  const revenue = totals.revenue.map(format.money).join(' + ')
  const parts = [
    invoiced && t('forecast.invoicedLine', { amount: invoiced }),
    revenue && t('forecast.revenueLine', { amount: revenue }),
    totals.suspensions > 0 && t('forecast.suspensionsLine', { count: totals.suspensions }),
    totals.ends > 0 && t('forecast.endsLine', { count: totals.ends }),
  ].filter(Boolean)
  if (parts.length === 0) return null
  return (
    <Text size="sm" c="dimmed" px="md" pb="sm" className="tabular">
      {parts.join(' · ')}
    </Text>
  )
}
