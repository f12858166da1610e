/**
 * The automation: three pure functions. `timeline` says what the policy has in store, `decide`
 * what to do now, `apply` what success does. Everything else here is made of them.
 */
export { apply, applyPaidRenewal, periodKey, request } from './apply.ts'
export {
  amountsOf,
  type BillingFacts,
  type DocumentAmounts,
  type DocumentFact,
  priceOfPeriods,
} from './billing.ts'
export { type ComparedStep, compareForecasts } from './compare-forecasts.ts'
export { decide } from './decide.ts'
export {
  type DigestItem,
  type DigestRules,
  digestDepartures,
  type KnownDigest,
} from './digest-days.ts'
export type { CustomerMail, ExpectedMail } from './expected-mail.ts'
export {
  type ExpectedStep,
  type ForecastInput,
  type ForecastLimit,
  forecast,
  lookAhead,
  type Outlook,
} from './forecast.ts'
export { type AskedDays, forecastDays, forecastTogether } from './forecast-days.ts'
export type {
  DaysHorizon,
  DaysInput,
  ForecastPayment,
  ForecastStep,
  PaidRenewal,
  ServiceForecast,
} from './forecast-walk.ts'
export {
  bringsEndNearer,
  type MeasuredChange,
  type MovedStep,
  measureChange,
} from './measure-change.ts'
export { nextSteps } from './next-steps.ts'
export { type PaymentHabit, paidByHabit } from './payment-habit.ts'
export { placeStep } from './place-step.ts'
export { type ScheduleEntry, toSchedule } from './schedule.ts'
export { type Supposition, suppose } from './suppose.ts'
export { timeline } from './timeline.ts'
export type * from './types.ts'
export { STEP_KINDS } from './types.ts'
