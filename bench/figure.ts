/** One figure as it is printed: see docs of `npm run bench`. */
export interface Figure {
  name: string
  /** Services in the database; null where it does not matter. */
  size: number | null
  /** How many measurements it is made of. */
  n: number
  p50: number | null
  p99: number | null
  /** A single figure: a rate, bytes, seconds. */
  value: number | null
  unit: string
  /** Measured in the same run. */
  limit: number | null
  /** Ours ÷ limit: of latencies lower is better, of rates higher. */
  ratio: number | null
  /** What the limit is, or why there is none. */
  of: string
}

/** One JSON line per figure on standard output; everything else goes to standard error. */
export function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

export function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

/** The value that the given share of the sorted ones does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

export const rounded = (value: number, digits = 3) => Number(value.toPrecision(digits))

/** Lowest and highest: how far the repetitions lie apart. */
export function spread(values: readonly number[], unit: string): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return `${rounded(low)}–${rounded(high)} ${unit} in ${values.length} repetitions`
}
