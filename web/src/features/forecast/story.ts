import type { ForecastPayment, ForecastStep } from './forecast-types.ts'

/** What a forecast tells of, one after the other: steps, and money that comes in. */
export type StoryLine<Step extends ForecastStep> =
  | { kind: 'step'; at: string; step: Step }
  | { kind: 'payment'; at: string; payment: ForecastPayment }

/** Steps and payments in the order of time; what is paid comes after what asks for it. */
export function tellStory<Step extends ForecastStep>(
  steps: readonly Step[],
  payments: readonly ForecastPayment[],
): StoryLine<Step>[] {
  const lines: StoryLine<Step>[] = [
    ...steps.map((step) => ({ kind: 'step' as const, at: step.at, step })),
    ...payments.map((payment) => ({ kind: 'payment' as const, at: payment.at, payment })),
  ]
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
