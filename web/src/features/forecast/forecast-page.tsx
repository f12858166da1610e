import { Box, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconDownload, IconRefresh } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { StreamProgress } from '../../api/event-stream.ts'
import { useStreamed } from '../../api/use-streamed.ts'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState } from '../../ui/state/states.tsx'
import { StreamProgressBar } from '../../ui/state/stream-progress.tsx'
import { FilterButton, FilterChips } from '../../ui/table/filter-bar.tsx'
import { type ListState, useListState } from '../../ui/table/use-list-state.ts'
import { AssumptionSwitch } from './assumption-switch.tsx'
import { DaySteps } from './day-steps.tsx'
import { FORECAST_LIST, forecastAddress, forecastQuery } from './forecast-address.ts'
import { ForecastCalendar } from './forecast-calendar.tsx'
import { ForecastCharts } from './forecast-charts.tsx'
import { useForecastFilters } from './forecast-filters.ts'
import './forecast-page.css'
import { ForecastTable } from './forecast-table.tsx'
import { ForecastTotals } from './forecast-totals.tsx'
import type { Assumption, Forecast } from './forecast-types.ts'

/** What the automation will do in the next 60 days; asked, shown, never written. */
export function ForecastPage() {
  const list = useListState(FORECAST_LIST)
  const asked = forecastQuery(list)
  const { query, progress } = useStreamed<Forecast>({
    queryKey: ['forecast', 'all', asked],
    url: forecastAddress('/stream', asked),
  })
  return (
    <Stack gap="md">
      <Question
        list={list}
        asked={asked}
        computedAt={query.isFetching ? 0 : query.dataUpdatedAt}
        onRenew={() => void query.refetch()}
      />
      {query.isFetching && <Progress progress={progress} />}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        query.data && (
          <Box className="forecast-answer" data-stale={query.isPlaceholderData || undefined}>
            <Answer forecast={query.data} asked={asked} />
          </Box>
        )
      )}
    </Stack>
  )
}

interface QuestionProps {
  list: ListState
  asked: Record<string, string>
  /** Epoch milliseconds of the browser; 0 while there is no answer. */
  computedAt: number
  onRenew: () => void
}

/** Who is taken to pay, and which services are meant. */
function Question({ list, asked, computedAt, onRenew }: QuestionProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const filters = useForecastFilters()
  return (
    <Paper>
      <Group justify="space-between" align="flex-start" p="sm" gap="sm">
        <AssumptionSwitch
          value={(list.tab ?? FORECAST_LIST.tab) as Assumption}
          onChange={(tab) => list.change({ tab })}
        />
        <Group gap={6}>
          {computedAt > 0 && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconRefresh size={14} />}
              className="tabular"
              onClick={onRenew}
            >
              {t('forecast.computedAt', { time: format.time(computedAt) })}
            </Button>
          )}
          <FilterButton list={list} filters={filters} />
          <Button
            component="a"
            href={forecastAddress('.csv', asked)}
            download
            variant="default"
            leftSection={<IconDownload size={14} />}
          >
            {t('forecast.csv')}
          </Button>
        </Group>
      </Group>
      <FilterChips list={list} filters={filters} />
    </Paper>
  )
}

function Progress({ progress }: { progress: StreamProgress | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const label = progress
    ? t('forecast.progress', {
        done: format.number(progress.done),
        total: format.number(progress.total),
      })
    : t('forecast.starting')
  return <StreamProgressBar progress={progress} label={label} />
}

function Answer({ forecast, asked }: { forecast: Forecast; asked: Record<string, string> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { on: wanted, show } = useSearch({ strict: false }) as { on?: string; show?: string }
  const navigate = useNavigate()
  const keep = (change: Record<string, string | undefined>) =>
    void navigate({
      to: '.',
      search: ((before: Record<string, unknown>) => ({ ...before, ...change })) as never,
      replace: true,
      resetScroll: false,
    })
  const choose = (on: string) => keep({ on })
  const on = forecast.days.some((day) => day.on === wanted) ? (wanted ?? null) : forecast.from
  const isTable = show === 'table'
  const days = { forecast, chosen: on, onChoose: choose }
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" className="tabular">
        {t('forecast.span', {
          from: format.calendarDay(forecast.from, 'long'),
          to: format.calendarDay(forecast.to, 'long'),
          count: forecast.services,
          services: format.number(forecast.services),
        })}
      </Text>
      <ForecastTotals forecast={forecast} />
      <ForecastCharts forecast={forecast} onChoose={choose} />
      <div className={`forecast-days${isTable ? ' is-table' : ''}`}>
        <Section
          title={t('forecast.days')}
          flush
          aside={
            <SegmentedControl
              size="xs"
              aria-label={t('forecast.shownAs')}
              data={['calendar', 'table'].map((value) => ({
                value,
                label: t(`forecast.as.${value}`),
              }))}
              value={isTable ? 'table' : 'calendar'}
              onChange={(value) => keep({ show: value === 'table' ? value : undefined })}
            />
          }
        >
          {isTable ? <ForecastTable {...days} /> : <ForecastCalendar {...days} />}
        </Section>
        {on && <DaySteps forecast={forecast} on={on} query={asked} onChoose={choose} />}
      </div>
    </Stack>
  )
}
