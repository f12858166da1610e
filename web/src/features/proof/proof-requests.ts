import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'
import type { ProofDay } from './proof-types.ts'

const WEEK_DAYS = 7
const PROOF = '/api/v1/admin/automation/proof'
type Query = NonNullable<
  paths['/api/v1/admin/automation/proof/{day}/differences']['get']['parameters']['query']
>

export const proofQuery = queryOptions({
  queryKey: ['automation', 'proof'],
  queryFn: () => read(api.GET(PROOF)),
})

/** Differences of the last week that nobody caused. */
export const unexplainedOf = ({ items }: { items: ProofDay[] }): number =>
  items.slice(0, WEEK_DAYS).reduce((sum, day) => sum + day.unexplained, 0)

export function listDifferences(day: string, query: Record<string, string>) {
  const params = { path: { day }, query: query as Query }
  return read(api.GET(`${PROOF}/{day}/differences`, { params }))
}
