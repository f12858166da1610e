import type { Context } from '../../context.ts'
import type { ForecastInput, OrderFact } from '../../domain/automation/index.ts'
import { notFound } from '../../platform/problem.ts'
import { loadCalendar } from './load-calendar.ts'
import { type AutomationState, loadStates } from './load-states.ts'

/** What the forecast of one service starts from, as everything is at this moment. */
export async function forecastInput(ctx: Context, serviceId: string): Promise<ForecastInput> {
  const now = ctx.clock.now()
  const state = (await loadStates(ctx.db, [serviceId], now)).get(serviceId)
  if (!state) throw notFound()
  return inputOf(state, await loadCalendar(ctx.db, now), now)
}

/** The same for a state that is loaded already. */
export function inputOf(
  state: AutomationState,
  calendar: ForecastInput['calendar'],
  now: ForecastInput['now'],
): ForecastInput {
  const { service, subject } = state
  const facts = { ...state.facts, order: state.facts.order ?? unpaidOrder(state) }
  return { service, facts, policy: subject.policy, calendar, now }
}

/** What carries it out is the order; what it means for this service is said here. */
function unpaidOrder({ subject: { service } }: AutomationState): OrderFact | null {
  const waits = service.status === 'pending' && service.orderId !== null && service.paidAt === null
  return waits ? { state: 'unpaid' } : null
}
