import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

const PROOF = '/api/v1/admin/automation/proof'
type Query = NonNullable<
  paths['/api/v1/admin/automation/proof/{day}/differences']['get']['parameters']['query']
>

export const listProof = () => read(api.GET(PROOF))

export function listDifferences(day: string, query: Record<string, string>) {
  const params = { path: { day }, query: query as Query }
  return read(api.GET(`${PROOF}/{day}/differences`, { params }))
}
