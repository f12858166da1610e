import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type Batch = Row<'/api/v1/admin/batches'>
export type BatchPage = Answer<'/api/v1/admin/batches/{id}'>
export type BatchRow = Row<'/api/v1/admin/batches/{id}/rows'>
export type BatchSummary = NonNullable<Batch['summary']>
type RowsQuery = paths['/api/v1/admin/batches/{id}/rows']['get']['parameters']['query']

/** What can be done to many services at once, and whether the reader may. */
export type BatchAction = Row<'/api/v1/admin/batch-actions'>

/** Which services a batch is made for: those that were ticked, or all that the filters match. */
export type BatchSelect = { ids: string[] } | { filters: Record<string, string | string[]> }

const BATCHES = '/api/v1/admin/batches'

/** The address of a batch in the API, below which its actions stand. */
export const batchHref = (id: string) => `${BATCHES}/${id}`

export const batchActionsQuery = queryOptions({
  queryKey: ['batch-actions'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/batch-actions'))).items,
  staleTime: 5 * 60_000,
})

export const listBatches = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/batches', { params: { query } }))

export const readBatch = (id: string) =>
  read(api.GET('/api/v1/admin/batches/{id}', { params: { path: { id } } }))

export const listBatchRows = (id: string, query: Record<string, string>) => {
  const params = { path: { id }, query: query as RowsQuery }
  return read(api.GET('/api/v1/admin/batches/{id}/rows', { params }))
}

/** Has the preview made; nothing is done to a service yet. */
export const createBatch = (
  body: { action: string; input: unknown; select: BatchSelect },
  idempotencyKey: string,
) => send<Batch>({ method: 'POST', url: BATCHES, body, idempotencyKey })
