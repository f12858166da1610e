import { currencyDigits, toDecimal } from '../../i18n/format.ts'
import type { ForecastDay } from './forecast-types.ts'
import { countGroups, STEP_GROUPS } from './step-groups.ts'

type Row = Record<string, string | number | null>

/** The steps of each day by group, and the groups that there are. */
export function stepRows(days: readonly ForecastDay[], name: (on: string) => string) {
  const rows: Row[] = days.map((day) => ({ day: name(day.on), ...countGroups(day.steps) }))
  const groups = STEP_GROUPS.filter(({ id }) => rows.some((row) => Number(row[id] ?? 0) > 0))
  return { rows, groups }
}

/** The revenue of each day by currency, and the currencies that there are. */
export function revenueRows(days: readonly ForecastDay[], name: (on: string) => string) {
  const rows: Row[] = days.map((day) => ({
    day: name(day.on),
    // A picture needs a number; the exact amounts stand in the table.
    ...Object.fromEntries(
      day.revenue.map(({ currency, amount }) => [
        currency,
        Number(toDecimal(amount, currencyDigits(currency))),
      ]),
    ),
  }))
  const currencies = [...new Set(days.flatMap((day) => day.revenue.map((one) => one.currency)))]
  return { rows, currencies: currencies.sort() }
}
