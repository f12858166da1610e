import { Box, Group, Skeleton, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useStreamed } from '../../api/use-streamed.ts'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import type { AutomationHealth } from '../automation/automation-requests.ts'
import { SweepAge } from '../automation/sweep-age.tsx'
import { DayFigures, ShortRevenue } from '../forecast/day-figures.tsx'
import { useDayWords } from '../forecast/day-words.ts'
import { forecastAddress } from '../forecast/forecast-address.ts'
import type { Forecast, ForecastDay } from '../forecast/forecast-types.ts'
import './automation-section.css'

const WEEK = { days: '7' }

/** Whether the automation keeps up, and what it will do this week. */
export function AutomationSection({ health }: { health: AutomationHealth | undefined }) {
  const { t } = useTranslation()
  const { query } = useStreamed<Forecast>({
    queryKey: ['forecast', 'week'],
    url: forecastAddress('/stream', WEEK),
  })
  return (
    <Section title={t('dashboard.automation')} flush aside={health && <Health health={health} />}>
      {query.isError && (
        <Box p="sm">
          <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        </Box>
      )}
      {query.isPending && <Skeleton height={76} radius={0} />}
      {query.data && (
        <nav className="week-strip" aria-label={t('dashboard.week')}>
          {query.data.days.map((day) => (
            <Day key={day.on} day={day} />
          ))}
        </nav>
      )}
    </Section>
  )
}

/** "last sweep 12 s ago · 3 due · none late · 14 held by the brake" */
function Health({ health }: { health: AutomationHealth }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { due, late, brake } = health
  return (
    <Group gap="md" fz="sm" className="tabular">
      <SweepAge lastSweepAt={health.lastSweepAt} />
      <Text span inherit c="dimmed">
        {t('dashboard.due', { count: due, number: format.number(due) })}
      </Text>
      <Text span inherit c={late > 0 ? 'red' : 'dimmed'}>
        {t('dashboard.late', { count: late, number: format.number(late) })}
      </Text>
      {brake.held > 0 && (
        <Text span inherit fw={600}>
          <TextLink to="/admin/automation/brake">
            {t('dashboard.held', { count: brake.held, number: format.number(brake.held) })}
          </TextLink>
        </Text>
      )}
      <TextLink to="/admin/automation">{t('dashboard.toForecast')}</TextLink>
    </Group>
  )
}

function Day({ day }: { day: ForecastDay }) {
  const format = useFormat()
  const words = useDayWords()
  return (
    <Link to="/admin/automation" search={{ on: day.on } as never} className="week-day">
      <VisuallyHidden>{words(day)}</VisuallyHidden>
      <span className="forecast-day-head" aria-hidden>
        <Text span inherit fw={600}>
          {format.calendarDay(day.on, 'short')}
        </Text>
        <ShortRevenue day={day} />
      </span>
      <DayFigures day={day} />
    </Link>
  )
}
