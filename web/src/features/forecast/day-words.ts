import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import type { ForecastDay } from './forecast-types.ts'
import { countGroups, STEP_GROUPS } from './step-groups.ts'

/** A day with its figures as it is read out: "Monday 23 November 2026: 12 documents, 2 ends". */
export function useDayWords(): (day: ForecastDay) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (day) => {
    const counts = countGroups(day.steps)
    const figures = STEP_GROUPS.filter(({ id }) => counts[id]).map(
      ({ id }) => `${t(`forecast.group.${id}`)} ${format.number(counts[id] ?? 0)}`,
    )
    const revenue = day.revenue.map(format.money)
    const all = [...figures, ...revenue]
    const words = all.length > 0 ? all.join(', ') : t('forecast.nothing')
    return `${format.calendarDay(day.on, 'long')} – ${words}`
  }
}
