import { z } from 'zod'
import type { Context } from '../../context.ts'
import {
  type ExpectedStep,
  nextSteps,
  type OrderFact,
  STEP_KINDS,
} from '../../domain/automation/index.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, toInstantJson } from '../../platform/json.ts'
import { hasText, type Language, say } from '../../platform/text.ts'
import { visibleService } from '../services/visible.ts'
import { loadCalendar } from './load-calendar.ts'
import { type AutomationState, loadStates } from './load-states.ts'

const SHOWN = 3

const expectedStepJson = z.object({
  step: z.enum(STEP_KINDS),
  at: instantJson,
  /** The step in words. */
  text: z.string(),
  /** The rule that puts it there, with the level its value came from. */
  because: z.string(),
  /** What it waits for, in words; null when only time has to pass. */
  blocked: z.string().nullable(),
})

/** What the automation will do next with a service, when and why. */
export function automationRoutes(http: Http, ctx: Context): void {
  for (const area of ['admin', 'client'] as const) {
    http.get(
      `/api/v1/${area}/services/:id/next-steps`,
      {
        config: {
          access:
            area === 'admin'
              ? { kind: 'staff', permission: 'services:read' }
              : { kind: 'customer' },
        },
        schema: {
          summary: 'What will happen next with a service, when and why, if nobody does anything',
          tags: ['services'],
          params: z.object({ id: z.uuid() }),
          response: {
            200: z.object({ items: z.array(expectedStepJson), paused: z.string().nullable() }),
          },
        },
      },
      async (request) => {
        const actor = actorOf(request)
        const { service } = await visibleService(ctx, actor, request.params.id)
        const steps = await explainService(ctx, service.id)
        const shown = area === 'admin' ? steps : steps.filter(({ step }) => step !== 'archive')
        const paused = service.automationPaused ? say('automation.paused', actor.language) : null
        return { items: shown.map((step) => stepJson(step, actor.language, area)), paused }
      },
    )
  }
}

async function explainService(ctx: Context, serviceId: string): Promise<ExpectedStep[]> {
  const now = ctx.clock.now()
  const state = (await loadStates(ctx.db, [serviceId], now)).get(serviceId)
  if (!state) return []
  const calendar = await loadCalendar(ctx.db, now)
  const { service, subject } = state
  const facts = { ...state.facts, order: state.facts.order ?? unpaidOrder(state) }
  return nextSteps({ service, facts, policy: subject.policy, calendar, now }, SHOWN)
}

/** What carries it out is the order; what it means for this service is said here. */
function unpaidOrder({ subject: { service } }: AutomationState): OrderFact | null {
  const waits = service.status === 'pending' && service.orderId !== null && service.paidAt === null
  return waits ? { state: 'unpaid' } : null
}

/** Staff also read the level that the rule comes from. */
function stepJson(
  step: ExpectedStep,
  language: Language,
  area: 'admin' | 'client',
): z.infer<typeof expectedStepJson> {
  const { rule, level, value } = step.because
  const days = step.days ?? value ?? 0
  const reason = say({ key: ruleKey(rule, days), params: { days } }, language)
  const source = level && area === 'admin' ? ` (${say(`automation.level.${level}`, language)})` : ''
  return {
    step: step.step,
    at: toInstantJson(step.at),
    text: say(`automation.step.${step.step}`, language),
    because: `${reason}${source}`,
    blocked: step.blockedOn ? say(`automation.blocked.${step.blockedOn}`, language) : null,
  }
}

/** A day or none has words of its own, where the rule counts days. */
function ruleKey(rule: string, days: number): string {
  const key = `automation.because.${rule}`
  const own = days === 1 ? `${key}.one` : days === 0 ? `${key}.none` : key
  return hasText(own) ? own : key
}
