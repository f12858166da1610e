import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

/** One fix for many differences: its preview, its progress, its results. */
export type DriftBatch = Answer<'/api/v1/admin/drift/batches/{id}'>
export type DriftBatchRow = Row<'/api/v1/admin/drift/batches/{id}/rows'>
type RowsQuery = paths['/api/v1/admin/drift/batches/{id}/rows']['get']['parameters']['query']

/** Which rows are meant: those that were ticked, or all that the filters match. */
export type DriftSelect = { ids: string[] } | { filters: Record<string, string> }

const BATCHES = '/api/v1/admin/drift/batches'

export const listDriftBatches = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/drift/batches', { params: { query } }))

export const readDriftBatch = (id: string) =>
  read(api.GET('/api/v1/admin/drift/batches/{id}', { params: { path: { id } } }))

export const listDriftBatchRows = (id: string, query: Record<string, string>) => {
  const params = { path: { id }, query: query as RowsQuery }
  return read(api.GET('/api/v1/admin/drift/batches/{id}/rows', { params }))
}

/** Has the preview made; nothing is done yet. */
export const createDriftBatch = (
  body: { action: string; input: unknown; select: DriftSelect },
  idempotencyKey: string,
) => send<DriftBatch>({ method: 'POST', url: BATCHES, body, idempotencyKey })

/** Starts it; a removal takes the number of resources, typed. */
export const confirmDriftBatch = (id: string, typedCount: number | null) =>
  send<DriftBatch>({
    method: 'POST',
    url: `${BATCHES}/${id}/confirm`,
    body: typedCount === null ? {} : { typedCount },
  })

/** Gives up what has not begun. */
export const discardDriftBatch = (id: string) =>
  send<DriftBatch>({ method: 'POST', url: `${BATCHES}/${id}/discard`, body: {} })
