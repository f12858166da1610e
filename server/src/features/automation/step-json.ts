import { z } from 'zod'
import { type ExpectedStep, STEP_KINDS } from '../../domain/automation/index.ts'
import { POLICY_LEVELS } from '../../domain/policy.ts'
import { instantJson, toInstantJson } from '../../platform/json.ts'
import { hasText, type Language, say } from '../../platform/text.ts'

/** Who reads: staff also read the level that a rule's value comes from. */
export type Area = 'admin' | 'client'

/** One step that the automation will take, as both areas show it. */
export const expectedStepJson = z.object({
  step: z.enum(STEP_KINDS),
  at: instantJson,
  /** The step in words. */
  text: z.string(),
  /** The rule that puts it there, with the level its value came from. */
  because: z.string(),
  /** Where the policy's value was set; null where no value counts, and for customers. */
  level: z.enum(POLICY_LEVELS).nullable(),
  /** What it waits for, in words; null when only time has to pass. */
  blocked: z.string().nullable(),
})

/** The steps that an area reads about: leaving the lists is nothing to a customer. */
export function shownSteps(steps: readonly ExpectedStep[], area: Area): ExpectedStep[] {
  return steps.filter(({ step }) => area === 'admin' || step !== 'archive')
}

/** A step in the language of who reads. */
export function stepJson(
  step: ExpectedStep,
  language: Language,
  area: Area,
): z.infer<typeof expectedStepJson> {
  const { rule, value } = step.because
  const level = area === 'admin' ? (step.because.level ?? null) : null
  const days = step.days ?? value ?? 0
  const reason = say({ key: ruleKey(rule, days), params: { days } }, language)
  const source = level ? ` (${say(`automation.level.${level}`, language)})` : ''
  return {
    step: step.step,
    at: toInstantJson(step.at),
    text: say(`automation.step.${step.step}`, language),
    because: `${reason}${source}`,
    level,
    blocked: step.blockedOn ? say(`automation.blocked.${step.blockedOn}`, language) : null,
  }
}

/** A day or none has words of its own, where the rule counts days. */
function ruleKey(rule: string, days: number): string {
  const key = `automation.because.${rule}`
  const own = days === 1 ? `${key}.one` : days === 0 ? `${key}.none` : key
  return hasText(own) ? own : key
}
