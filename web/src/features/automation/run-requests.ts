import { api, read } from '../../api/client.ts'

export const listRuns = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/automation/runs', { params: { query: query as object } }))

export const readRun = (id: string) =>
  read(api.GET('/api/v1/admin/automation/runs/{id}', { params: { path: { id: Number(id) } } }))
