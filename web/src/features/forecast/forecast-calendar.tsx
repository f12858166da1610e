import './forecast-calendar.css'
import { Text, VisuallyHidden } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { type CalendarField, moveDay, weeksOf } from './calendar-weeks.ts'
import { DayFigures, ShortRevenue } from './day-figures.tsx'
import { useDayWords } from './day-words.ts'
import type { Forecast } from './forecast-types.ts'

interface ForecastCalendarProps {
  forecast: Forecast
  chosen: string | null
  onChoose: (on: string) => void
}

/** Weeks of days with their figures. One tab stop; arrows move, Enter opens a day. */
export function ForecastCalendar({ forecast, chosen, onChoose }: ForecastCalendarProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const grid = useRef<HTMLTableElement>(null)
  const [present, setPresent] = useState<string | null>(null)
  const weeks = weeksOf(forecast.days)
  const stop = present ?? chosen ?? forecast.from
  const focus = (on: string) => {
    setPresent(on)
    grid.current?.querySelector<HTMLElement>(`[data-on="${on}"]`)?.focus()
  }
  const press = (event: KeyboardEvent, on: string) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      return onChoose(on)
    }
    const next = moveDay(on, event.key, forecast)
    if (!next) return
    event.preventDefault()
    focus(next)
  }
  return (
    <table
      ref={grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: days are chosen in it
      role="grid"
      aria-label={t('forecast.calendar')}
      className="forecast-calendar"
    >
      <thead>
        <tr>
          {weeks[0]?.map(({ on }) => (
            <th key={on} scope="col">
              {format.calendarDay(on, 'weekday')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.on}>
            {week.map((field) => (
              <Field
                key={field.on}
                field={field}
                isFirst={field.on === forecast.from}
                isChosen={field.on === chosen}
                isStop={field.on === stop}
                onPress={(event) => press(event, field.on)}
                onChoose={() => {
                  setPresent(field.on)
                  onChoose(field.on)
                }}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface FieldProps {
  field: CalendarField
  isFirst: boolean
  isChosen: boolean
  /** The one that the tabulator leads to. */
  isStop: boolean
  onPress: (event: KeyboardEvent) => void
  onChoose: () => void
}

function Field({ field, isFirst, isChosen, isStop, onPress, onChoose }: FieldProps) {
  const format = useFormat()
  const words = useDayWords()
  const { on, day } = field
  if (!day) return <td className="forecast-no-day" aria-hidden />
  const number = Number(on.slice(8))
  const isNamed = isFirst || number === 1
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: chosen as a whole
      role="gridcell"
      className="forecast-day"
      data-on={on}
      tabIndex={isStop ? 0 : -1}
      aria-selected={isChosen}
      onKeyDown={onPress}
      onClick={onChoose}
    >
      <VisuallyHidden>{words(day)}</VisuallyHidden>
      <div className="forecast-day-head" aria-hidden>
        <Text span inherit fw={isNamed || isChosen ? 600 : 500} className="tabular">
          {isNamed ? format.calendarDay(on, 'tick') : number}
        </Text>
        <ShortRevenue day={day} />
      </div>
      <DayFigures day={day} />
    </td>
  )
}
