import { type Figure, median, progress, quantile, rounded, spread } from '../figure.ts'
import { assertSame, hammer, type Target } from '../load.ts'

const ROUNDS = 4
/** One after the other: what one person waits, not how much the machine can do. */
const CONNECTIONS = 1

/** Two addresses that answer the same. */
export interface Pair {
  name: string
  ours: Target
  bare: Target
}

export interface Measured {
  size: number
  /** How long both are asked, each. */
  seconds: number
  of?: string
}

/** Ours against the bare handler, turn by turn, so that what else the machine does falls on both. */
export async function measurePair(pair: Pair, { size, seconds, of }: Measured): Promise<Figure> {
  await assertSame(pair.ours, pair.bare)
  const rounds: { ours: number[]; bare: number[] }[] = []
  for (let turn = 0; turn <= ROUNDS; turn++) {
    // A first turn warms up: plans, caches, compiled code.
    const length = turn === 0 ? seconds / ROUNDS / 2 : seconds / ROUNDS
    const { latencies: ours } = await hammer(pair.ours, CONNECTIONS, length)
    const { latencies: bare } = await hammer(pair.bare, CONNECTIONS, length)
    if (turn > 0) rounds.push({ ours, bare })
  }
  const all = rounds.flatMap(({ ours }) => ours)
  const limit = median(rounds.flatMap(({ bare }) => bare))
  const ratios = rounds.map(({ ours, bare }) => median(ours) / median(bare))
  const figure: Figure = {
    ...{ name: pair.name, size, n: all.length, value: null, unit: 'ms' },
    p50: rounded(quantile(all, 0.5)),
    p99: rounded(quantile(all, 0.99)),
    limit: rounded(limit),
    ratio: rounded(median(ratios)),
    of: `p50 of ${of ?? 'a bare handler with the hand-written SQL, same bytes'}, same run; ratios ${spread(ratios, '')}`,
  }
  progress(`${pair.name} at ${size}: p50 ${figure.p50}, p99 ${figure.p99}, ratio ${figure.ratio}`)
  return figure
}
