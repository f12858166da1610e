import {
  type BusinessCalendar,
  type Decision,
  decide,
  periodKey,
  placeStep,
  timeline,
} from '../../../domain/automation/index.ts'
import type { BrakedStep } from '../../../domain/brake.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { AutomationState } from '../load-states.ts'

/** What becomes of a held step whose facts are looked at again. */
export type HeldVerdict = 'stands' | 'moved_on' | 'on_hold'

/**
 * Decides a held service anew, as if nothing held its step back: it stands when the same step of
 * the same period is wanted now or at the next opening of its window.
 */
export function judgeHeld(
  { service, subject, facts }: AutomationState,
  held: { step: BrakedStep; periodStart: Instant },
  { calendar, now }: { calendar: BusinessCalendar; now: Instant },
): HeldVerdict {
  if (held.periodStart !== periodKey(service)) return 'moved_on'
  const { hold } = facts
  if (hold !== null && (hold.until === null || hold.until > now)) return 'on_hold'
  const milestones = timeline(service, subject.policy, calendar)
  const free = { ...facts, heldBack: null }
  const isWantedAt = (at: Instant) => isWanted(decide(service, milestones, free, at), held.step)
  if (isWantedAt(now)) return 'stands'
  const milestone = milestones.find(({ step }) => step === held.step)
  const opensAt = milestone ? placeStep(now, milestone.rules) : now
  return opensAt > now && isWantedAt(opensAt) ? 'stands' : 'moved_on'
}

function isWanted(decision: Decision, step: BrakedStep): boolean {
  switch (decision.kind) {
    case 'do':
      return decision.steps.some(({ kind }) => kind === step)
    case 'wait':
      return decision.next.step === step
    case 'blocked': {
      const goesOn = decision.on === 'operation' || decision.on === 'charge'
      return goesOn && decision.next.step === step
    }
    case 'rest':
      return false
  }
}
