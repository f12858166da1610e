import {
  type AskedDays,
  forecastDays,
  forecastTogether,
  type ServiceForecast,
} from '../../../domain/automation/index.ts'
import type { AutomationState } from '../load-states.ts'
import type { CustomerCredit } from './load-credits.ts'

/** A service of a customer whose coming days are asked for. */
export interface AskedService extends AskedDays {
  state: AutomationState
}

/** The same with the answer, each of whose mails stands for itself. */
export interface Forecasted extends AskedService {
  forecast: ServiceForecast
}

/** What will happen to one customer's services, in their order: what shares a credit, together. */
export function forecastCustomer(
  asked: readonly AskedService[],
  credit: CustomerCredit | undefined,
): Forecasted[] {
  if (!credit) return asked.map(alone)
  const purses = Map.groupBy(asked, (one) => purseOf(one, credit))
  const forecasted = [...purses].flatMap(([currency, own]) =>
    currency === null ? own.map(alone) : together(own, credit.balances.get(currency) ?? 0n),
  )
  const byState = new Map(forecasted.map((one) => [one.state, one]))
  return asked.flatMap(({ state }) => byState.get(state) ?? [])
}

/** The same again for those that are asked something else than before, and what shares with them. */
export function forecastAgain(
  services: readonly Forecasted[],
  isChanged: (one: Forecasted) => boolean,
  credit: CustomerCredit | undefined,
): Forecasted[] {
  if (credit) return forecastCustomer(services, credit)
  return services.map((one) => (isChanged(one) ? alone(one) : one))
}

const alone = (one: AskedService): Forecasted => ({
  ...one,
  forecast: forecastDays(one.input, one.horizon),
})

function together(asked: readonly AskedService[], credit: bigint): Forecasted[] {
  const withCredit = asked.map((one) => {
    const billing = { ...one.input.billing, credit }
    return { ...one, input: { ...one.input, billing } }
  })
  const forecasts = forecastTogether(withCredit)
  return withCredit.flatMap((one, n) => {
    const forecast = forecasts[n]
    return forecast ? [{ ...one, forecast }] : []
  })
}

/** The currency in which its charges may be paid from the customer's credit; null: they may not. */
function purseOf({ state }: AskedService, { paysRenewals, balances }: CustomerCredit) {
  const { facts, service, subject } = state
  const mayUse = facts.charge !== null && (subject.service.autoPayCredit || paysRenewals)
  const { currency } = service.price
  return mayUse && balances.has(currency) ? currency : null
}
