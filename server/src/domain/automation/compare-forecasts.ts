import type { Instant } from '../instant.ts'
import type { ExpectedStep, Outlook } from './forecast.ts'

/** A step before and after a change; null on the side where it does not happen. */
export interface ComparedStep {
  readonly before: ExpectedStep | null
  readonly after: ExpectedStep | null
  readonly change: 'same' | 'earlier' | 'later' | 'new' | 'gone'
}

/**
 * Two forecasts of one service side by side, in the order in which things will happen: period by
 * period, as far as both have seen their periods to the end. What only one of them has looked at
 * says nothing about the other.
 */
export function compareForecasts(before: Outlook, after: Outlook): ComparedStep[] {
  const [was, will] = [inPeriods(before.steps), inPeriods(after.steps)]
  const seen = Math.min(wholePeriods(before, was), wholePeriods(after, will))
  const [old, coming] = [byKind(was.slice(0, seen)), byKind(will.slice(0, seen))]
  return [...new Set([...coming.keys(), ...old.keys()])]
    .flatMap((kind) => comparePaired(old.get(kind) ?? [], coming.get(kind) ?? []))
    .sort((a, b) => momentOf(a) - momentOf(b))
}

/** One list for each period. A period is over once the next one is paid for. */
function inPeriods(steps: readonly ExpectedStep[]): ExpectedStep[][] {
  const periods: ExpectedStep[][] = [[]]
  for (const expected of steps) {
    periods.at(-1)?.push(expected)
    const { step, blockedOn } = expected
    if (blockedOn === null && (step === 'charge' || step === 'renew')) periods.push([])
  }
  return periods
}

/** The last period of a forecast that goes on may miss what was not looked at. */
function wholePeriods({ isWhole }: Outlook, periods: readonly unknown[]): number {
  return isWhole ? Number.POSITIVE_INFINITY : periods.length - 1
}

/** The steps of one kind and period. */
function byKind(periods: readonly ExpectedStep[][]): Map<string, ExpectedStep[]> {
  const kinds = new Map<string, ExpectedStep[]>()
  for (const [period, steps] of periods.entries())
    for (const step of steps) {
      const kind = `${period}:${step.step}`
      kinds.set(kind, [...(kinds.get(kind) ?? []), step])
    }
  return kinds
}

/**
 * The reminder of seven days before is held against the one of seven days after. Those whose days
 * are not on the other side have moved: first against first, and so on; the rest is new or gone.
 */
function comparePaired(
  before: readonly ExpectedStep[],
  after: readonly ExpectedStep[],
): ComparedStep[] {
  const left = [...before]
  const take = (index: number) => left.splice(index, 1)[0] ?? null
  const pairs = after.map((step) => {
    const index = left.findIndex(({ days }) => days === step.days)
    return { step, was: index < 0 ? null : take(index) }
  })
  const compared = pairs.map(({ step, was: sameDays }): ComparedStep => {
    const was = sameDays ?? take(0)
    return { before: was, after: step, change: changeOf(was, step) }
  })
  const gone = left.map((step): ComparedStep => ({ before: step, after: null, change: 'gone' }))
  return [...compared, ...gone]
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
