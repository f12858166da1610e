import { type ExpectedStep, type ForecastInput, forecast } from './forecast.ts'

/** The next steps of a service, if nobody does anything; see {@link forecast}. */
export function nextSteps(input: ForecastInput, count: number): ExpectedStep[] {
  return forecast(input, { count })
}
