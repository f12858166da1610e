import type { Context } from '../../context.ts'
import {
  type ComparedStep,
  compareForecasts,
  type ForecastInput,
  lookAhead,
  type Outlook,
  type Supposition,
  suppose,
} from '../../domain/automation/index.ts'
import { nextPeriodTotal } from '../../domain/period-price.ts'
import { resolvePolicy } from '../../domain/policy.ts'
import { allowed, type CheckEnv, refused, type Verdict } from '../../platform/action.ts'
import type { Actor } from '../../platform/actor.ts'
import { parseInstant, toInstantJson } from '../../platform/json.ts'
import { type Language, say } from '../../platform/text.ts'
import { cancelService } from '../cancellation/actions/cancel-service.ts'
import { undoCancellation } from '../cancellation/actions/undo-cancellation.ts'
import { changeCycle, changed } from '../renewals/actions/change-cycle.ts'
import { renewService } from '../renewals/actions/renew-service.ts'
import { loadRenewable, type RenewableSubject } from '../renewals/facts.ts'
import { addDaysToService, subtractDays } from '../services/actions/change-days.ts'
import { hold, pauseAutomation, release, resumeAutomation } from '../services/actions/hold.ts'
import { forecastInput } from './forecast-input.ts'
import { plainWords } from './plain-words.ts'
import { loadPricing, type Pricing } from './price-words.ts'
import { type Area, shownSteps, stepJson } from './step-json.ts'
import type { WhatIf, Wish } from './what-if-schemas.ts'

/** Steps shown of each side. */
const SHOWN = 8
/** Steps looked at, so that a shown one finds its counterpart: more than any period has. */
const COMPARED = 24

interface Question {
  serviceId: string
  wish: Wish
  actor: Actor
  area: Area
}

/** What would follow if somebody did this now: the rule's answer, and the steps before and after. */
export async function whatIf(ctx: Context, { serviceId, wish, ...asker }: Question) {
  const now = ctx.clock.now()
  const input = await forecastInput(ctx, serviceId)
  const subject = (await loadRenewable(ctx.db, [serviceId], now)).get(serviceId)
  if (!subject) throw new Error(`no service ${serviceId}`)
  const verdict = judge(subject, wish, { actor: asker.actor, now })
  const supposed = verdict.allowed ? suppose(input, supposition(subject, wish)) : input
  const pricing = await loadPricing(ctx.db, subject.service.customerId)
  return describe({ input, supposed, verdict, subject, wish, pricing, ...asker })
}

interface Answer extends Omit<Question, 'serviceId'> {
  input: ForecastInput
  supposed: ForecastInput
  verdict: Verdict
  subject: RenewableSubject
  pricing: Pricing
}

function describe(answer: Answer): WhatIf {
  const { input, supposed, verdict, area, actor } = answer
  const { language } = actor
  const before = shownOutlook(input, area)
  const after = shownOutlook(supposed, area)
  const json = ({ steps }: Outlook) =>
    steps.slice(0, SHOWN).map((step) => stepJson(step, language, area))
  return {
    allowed: verdict.allowed,
    code: verdict.allowed ? null : verdict.code,
    reason: verdict.allowed ? null : say(verdict.reason, language),
    effects: effectsOf(answer, after.steps).map((text) => say(text, language)),
    status: { before: input.service.status, after: supposed.service.status },
    expiresAt: {
      before: toInstantJson(input.service.expiresAt),
      after: toInstantJson(supposed.service.expiresAt),
    },
    steps: json(after),
    before: json(before),
    compared: compareForecasts(before, after)
      .slice(0, COMPARED)
      .map((step) => comparedJson(step, language, area)),
  }
}

function shownOutlook(input: ForecastInput, area: Area): Outlook {
  const { steps, isWhole } = lookAhead(input, { count: COMPARED })
  return { steps: shownSteps(steps, area), isWhole }
}

/** Staff read what the action says of itself, customers what it means for them. */
function effectsOf({ area, verdict, ...answer }: Answer, after: Parameters<typeof plainWords>[1]) {
  if (!verdict.allowed) return []
  return area === 'admin' ? verdict.effects : plainWords(answer, after)
}

function comparedJson({ before, after, change }: ComparedStep, language: Language, area: Area) {
  const said = after ?? before
  if (!said) throw new Error('compared with nothing')
  const { step, text, because, blocked } = stepJson(said, language, area)
  return {
    ...{ change, step, text, because, blocked },
    before: toInstantJson(before?.at ?? null),
    after: toInstantJson(after?.at ?? null),
  }
}

/** What the action itself would answer; who may do it is not asked here. */
function judge(subject: RenewableSubject, wish: Wish, env: CheckEnv): Verdict {
  switch (wish.do) {
    case 'nothing':
      return allowed()
    case 'pay':
      return waitsForPayment(subject)
        ? allowed()
        : renewService.check(subject, { cycle: wish.cycle, override: false }, env)
    case 'change_cycle':
      return changeCycle.check(
        subject,
        { cycle: wish.cycle, pay: wish.pay, openRenewal: 'keep' },
        env,
      )
    case 'cancel':
      return cancelService.check(subject, { when: wish.when, details: '', notify: true }, env)
    case 'undo_cancellation':
      return undoCancellation.check(subject, {}, env)
    case 'add_days':
      return addDaysToService.check(subject, { days: wish.days, note: '' }, env)
    case 'subtract_days':
      return subtractDays.check(subject, { days: wish.days, note: '' }, env)
    case 'hold':
      return hold.check(subject, { until: untilOf(wish.until), reason: '' }, env)
    case 'release':
      return release.check(subject, {}, env)
    case 'pause_automation':
      return pauseAutomation.check(subject, { reason: '' }, env)
    case 'resume_automation':
      return resumeAutomation.check(subject, {}, env)
    case 'set_policy':
      return subject.service.endedAt === null ? allowed() : refused('already_ended')
  }
}

/** The first period of an order is paid with the order, not with a renewal. */
function waitsForPayment({ service }: RenewableSubject): boolean {
  return service.status === 'pending' && service.orderId !== null && service.paidAt === null
}

function supposition(subject: RenewableSubject, wish: Wish): Supposition {
  const { service, policyLayers } = subject
  if (wish.do === 'change_cycle') {
    const { cycle, pay } = wish
    const after = changed(subject, { cycle, pay })
    if (!after) throw new Error('a cycle without a price')
    const price = { amount: nextPeriodTotal(after.service), currency: service.currency }
    return { ...wish, price, policy: resolvePolicy(cycle, policyLayers) }
  }
  if (wish.do === 'hold') return { do: 'hold', until: untilOf(wish.until) }
  if (wish.do !== 'set_policy') return wish
  const own = { ...service.policy, ...wish.policy }
  return {
    do: 'set_policy',
    policy: resolvePolicy(service.cycle, { ...policyLayers, service: own }),
  }
}

function untilOf(until: string | null) {
  return until === null ? null : parseInstant(until, '/until')
}
