import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'
import type { Assumption } from './forecast-types.ts'

type StepQuery = NonNullable<paths['/api/v1/admin/forecast/steps']['get']['parameters']['query']>

const LIMIT = 50

/** The single steps of a day, in the order of their services. */
export function listSteps(
  query: Record<string, string>,
  cursor: string | null,
  signal?: AbortSignal,
) {
  const page = { ...query, limit: LIMIT, ...(cursor ? { cursor } : {}) } as StepQuery
  return read(api.GET('/api/v1/admin/forecast/steps', { params: { query: page }, signal }))
}

/** How far a forecast of one service or customer looks, and who is taken to pay. */
export interface Horizon {
  days: number
  assume: Assumption
}

export const readServiceForecast = (id: string, query: Horizon, signal?: AbortSignal) =>
  read(api.GET('/api/v1/admin/services/{id}/forecast', { params: { path: { id }, query }, signal }))

export const readCustomerForecast = (id: string, query: Horizon, signal?: AbortSignal) =>
  read(
    api.GET('/api/v1/admin/customers/{id}/forecast', { params: { path: { id }, query }, signal }),
  )
