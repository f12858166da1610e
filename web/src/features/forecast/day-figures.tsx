import './forecast-calendar.css'
import { Text } from '@mantine/core'
import { useFormat } from '../../i18n/format.ts'
import type { ForecastDay } from './forecast-types.ts'
import { countGroups, STEP_GROUPS } from './step-groups.ts'

/** The largest currency's revenue; a plus says that there are others. */
export function ShortRevenue({ day }: { day: ForecastDay }) {
  const format = useFormat()
  const [largest] = day.revenue.toSorted((a, b) => Number(b.amount) - Number(a.amount))
  if (!largest || Number(largest.amount) === 0) return null
  return (
    <Text span inherit c="dimmed" className="tabular forecast-day-money">
      {format.moneyShort(largest)}
      {day.revenue.length > 1 && '+'}
    </Text>
  )
}

/** What a small calendar can do without. */
const MINOR = ['reminders', 'charges', 'others']

/** How many steps of each group, in pictures and numbers; the words stand with the day. */
export function DayFigures({ day }: { day: ForecastDay }) {
  const format = useFormat()
  const counts = countGroups(day.steps)
  return (
    <div className="forecast-day-figures" aria-hidden>
      {STEP_GROUPS.map(({ id, color, icon: Icon }) => {
        const count = counts[id] ?? 0
        if (count === 0) return null
        return (
          <span key={id} className={`forecast-day-figure${MINOR.includes(id) ? ' is-minor' : ''}`}>
            <Icon size={12} stroke={1.8} color={`var(--mantine-color-${color}-text)`} />
            {format.number(count)}
          </span>
        )
      })}
    </div>
  )
}
