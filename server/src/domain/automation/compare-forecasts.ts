import type { Instant } from '../instant.ts'
import type { ExpectedStep } from './forecast.ts'

/** A step before and after a change; null on the side where it does not happen. */
export interface ComparedStep {
  readonly before: ExpectedStep | null
  readonly after: ExpectedStep | null
  readonly change: 'same' | 'earlier' | 'later' | 'new' | 'gone'
}

/**
 * Two forecasts of one service side by side, in the order in which things will happen. The first
 * reminder of seven days before is held against the first of seven days after, and so on.
 */
export function compareForecasts(
  before: readonly ExpectedStep[],
  after: readonly ExpectedStep[],
): ComparedStep[] {
  const old = numbered(before)
  const compared = [...numbered(after)].map(([key, step]): ComparedStep => {
    const was = old.get(key) ?? null
    old.delete(key)
    return { before: was, after: step, change: changeOf(was, step) }
  })
  const gone = [...old.values()].map(
    (step): ComparedStep => ({ before: step, after: null, change: 'gone' }),
  )
  return [...compared, ...gone].sort((a, b) => momentOf(a) - momentOf(b))
}

/** By step, its days and how often it came before. */
function numbered(steps: readonly ExpectedStep[]): Map<string, ExpectedStep> {
  const seen = new Map<string, number>()
  return new Map(
    steps.map((step) => {
      const kind = `${step.step}:${step.days ?? ''}`
      const n = (seen.get(kind) ?? 0) + 1
      seen.set(kind, n)
      return [`${kind}#${n}`, step]
    }),
  )
}

function changeOf(before: ExpectedStep | null, after: ExpectedStep): ComparedStep['change'] {
  if (!before) return 'new'
  if (before.at === after.at && before.blockedOn === after.blockedOn) return 'same'
  // Blocked, it happens when what blocks it is gone: later than any moment that can be named.
  if ((before.blockedOn === null) !== (after.blockedOn === null))
    return after.blockedOn === null ? 'earlier' : 'later'
  return before.at < after.at ? 'later' : before.at > after.at ? 'earlier' : 'same'
}

function momentOf({ before, after }: ComparedStep): Instant {
  return after?.at ?? before?.at ?? 0
}
