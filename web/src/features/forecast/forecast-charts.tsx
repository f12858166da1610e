import { SimpleGrid } from '@mantine/core'
import { IconCash, IconRobot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { LazyChart } from '../../ui/chart/lazy-chart.tsx'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { revenueRows, stepRows } from './chart-rows.ts'
import type { Forecast } from './forecast-types.ts'

interface ForecastChartsProps {
  forecast: Forecast
  onChoose: (on: string) => void
}

/** What happens each day, and what it is worth. */
export function ForecastCharts(props: ForecastChartsProps) {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <StepsChart {...props} />
      <RevenueChart {...props} />
    </SimpleGrid>
  )
}

function StepsChart({ forecast, onChoose }: ForecastChartsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { rows, groups } = stepRows(forecast.days, (on) => format.calendarDay(on, 'tick'))
  return (
    <Section title={t('forecast.stepsPerDay')}>
      {groups.length === 0 ? (
        <EmptyState icon={IconRobot} title={t('forecast.noSteps')} />
      ) : (
        <LazyChart
          shape="stacked"
          rows={rows}
          x="day"
          series={groups.map(({ id, color }) => ({
            id,
            label: t(`forecast.group.${id}`),
            color: `${color}.6`,
          }))}
          format={(value) => format.number(value, 0)}
          onChoose={(index) => chosen(forecast, index, onChoose)}
          label={t('forecast.stepsPerDay')}
        />
      )}
    </Section>
  )
}

function RevenueChart({ forecast, onChoose }: ForecastChartsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { rows, currencies } = revenueRows(forecast.days, (on) => format.calendarDay(on, 'tick'))
  return (
    <Section title={t('forecast.revenuePerDay')}>
      {currencies.length === 0 ? (
        <EmptyState icon={IconCash} title={t('forecast.noRevenue')} />
      ) : (
        <LazyChart
          shape="stacked"
          rows={rows}
          x="day"
          series={currencies.map((currency) => ({ id: currency, label: currency }))}
          format={(value) => format.number(value, 0)}
          onChoose={(index) => chosen(forecast, index, onChoose)}
          label={t('forecast.revenuePerDay')}
        />
      )}
    </Section>
  )
}

function chosen(forecast: Forecast, index: number, onChoose: (on: string) => void) {
  const day = forecast.days[index]
  if (day) onChoose(day.on)
}
