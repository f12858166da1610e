import { send } from '../../api/client.ts'
import { forecastAddress } from './forecast-address.ts'
import type { ForecastStepRow } from './forecast-types.ts'

export interface StepPage {
  items: ForecastStepRow[]
  nextCursor: string | null
}

const LIMIT = '50'

/** The single steps of a day, in the order of their services. */
export const listSteps = (
  query: Record<string, string>,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  send<StepPage>({
    url: forecastAddress('/steps', {
      ...query,
      limit: LIMIT,
      ...(cursor ? { cursor } : {}),
    }),
    signal,
  })
