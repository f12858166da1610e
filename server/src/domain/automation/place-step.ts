import { addDays } from '../calendar.ts'
import { type Instant, MINUTE } from '../instant.ts'
import { nextInWindow } from '../window.ts'
import type { StepRules } from './types.ts'

/**
 * The earliest moment a step that is due may happen: in its window, and where that moment fell
 * into a gap of the automation, one day after the gap's end.
 */
export function placeStep(due: Instant, rules: StepRules): Instant {
  let at = intoWindow(due, rules)
  for (const gap of rules.gaps) {
    if (at >= gap.from && at < gap.to) at = intoWindow(addDays(gap.to, 1, zoneOf(rules)), rules)
  }
  return at
}

/** A sweep that comes so soon after a step's moment is not late. */
const PROMPT_MS = 5 * MINUTE

/**
 * When a step whose moment has come may happen: now, though its window has closed since by a little;
 * what was held up for longer waits for the next opening.
 */
export function placeDueStep(planned: Instant, now: Instant, rules: StepRules): Instant {
  return now - planned <= PROMPT_MS ? now : placeStep(now, rules)
}

/** The earliest moment, not before the given one, at which a mail to a customer may leave. */
export function mailMoment(at: Instant, rules: StepRules): Instant {
  return nextInWindow(at, rules.mail, zoneOf(rules))
}

function intoWindow(at: Instant, rules: StepRules): Instant {
  return rules.window ? nextInWindow(at, rules.window, zoneOf(rules)) : at
}

function zoneOf(rules: StepRules): string {
  return rules.period.zone
}
