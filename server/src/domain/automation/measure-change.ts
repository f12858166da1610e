import type { Instant } from '../instant.ts'
import { type ComparedStep, compareForecasts } from './compare-forecasts.ts'
import { type ExpectedStep, type ForecastInput, lookAhead } from './forecast.ts'
import { timeline } from './timeline.ts'
import type { Milestone } from './types.ts'

/** One step that comes at another moment, or not any more, or is new. */
export type MovedStep = ComparedStep & { readonly change: Exclude<ComparedStep['change'], 'same'> }

/** What other rules would do to one service. */
export interface MeasuredChange {
  readonly moved: readonly MovedStep[]
  /** Documents that would be made before the moment asked: for how many periods each. */
  readonly asked: { readonly before: readonly number[]; readonly after: readonly number[] }
}

/** At least so many steps are looked at: more than any period has. */
const STEPS = 24

/**
 * What other rules would do to a service, up to its end or as far as both are looked at; null when
 * nothing moves. Two timelines that are equal settle most services without a look at the facts.
 */
export function measureChange(
  before: ForecastInput,
  after: ForecastInput,
  until: Instant,
): MeasuredChange | null {
  if (isSameTimeline(before, after)) return null
  // A later end brings a later archiving with it: that is no news.
  const limit = { count: STEPS, until, toTheEnd: true }
  const [was, will] = [lookAhead(before, limit), lookAhead(after, limit)]
  const moved = compareForecasts(was, will).filter(isMoved)
  if (moved.length === 0) return null
  const asked = {
    before: askedPeriods(was.steps, until),
    after: askedPeriods(will.steps, until),
  }
  return { moved, asked }
}

function isMoved(step: ComparedStep): step is MovedStep {
  return step.change !== 'same'
}

/** The same moments under the same rules: then every decision is the same, whatever the facts. */
function isSameTimeline(before: ForecastInput, after: ForecastInput): boolean {
  if (JSON.stringify(rulesOf(before)) !== JSON.stringify(rulesOf(after))) return false
  const [was, will] = [timelineOf(before), timelineOf(after)]
  return was.length === will.length && was.every((milestone, at) => isSame(milestone, will[at]))
}

const timelineOf = ({ service, policy, calendar }: ForecastInput) =>
  timeline(service, policy, calendar)

/** What decisions read besides the moments of the timeline. */
function rulesOf({ policy: { values }, calendar }: ForecastInput) {
  const { mailHours, destructiveHours, renewalGraceDays, renewalBasis, firstPeriodFrom } = values
  const hours = [mailHours, destructiveHours, calendar.zone, calendar.holidays]
  return [hours, renewalGraceDays, renewalBasis, firstPeriodFrom]
}

function isSame(was: Milestone, will: Milestone | undefined): boolean {
  if (will === undefined || was.key !== will.key || was.due !== will.due) return false
  return was.notBefore === will.notBefore && was.after?.days === will.after?.days
}

function askedPeriods(steps: readonly ExpectedStep[], until: Instant): number[] {
  return steps
    .filter(({ step, at, blockedOn }) => step === 'invoice' && at < until && blockedOn === null)
    .map(({ periods }) => periods ?? 1)
}

/** True when a service would be suspended or ended earlier than it will be, or at all. */
export function bringsEndNearer({ moved }: MeasuredChange): boolean {
  return moved.some(
    ({ change, after }) =>
      (change === 'earlier' || change === 'new') &&
      (after?.step === 'suspend' || after?.step === 'expire'),
  )
}
