import type { Statistics } from './reason-requests.ts'

/** The statistics as the chart wants them: a row per moment, a series per reason. */
export function chartRows({ series, reasons }: Pick<Statistics, 'series' | 'reasons'>) {
  const keyOf = (id: string | null) => id ?? 'none'
  return {
    rows: series.map(({ at, reasons: counted }) => ({
      at,
      ...Object.fromEntries(reasons.map(({ id }) => [keyOf(id), 0])),
      ...Object.fromEntries(counted.map(({ id, count }) => [keyOf(id), count])),
    })),
    series: reasons.map(({ id, name }) => ({ id: keyOf(id), label: name })),
  }
}
