import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type OperationRow = Row<'/api/v1/admin/operations'>
export type OperationPage = Answer<'/api/v1/admin/operations/{id}'>
export type LogLine = OperationPage['log'][number]
type ListQuery = NonNullable<paths['/api/v1/admin/operations']['get']['parameters']['query']>

export type Claim = OperationPage['claims'][number]
/** How many operations each tab would show. */
export type OperationCounts = Answer<'/api/v1/admin/operations/counts'>

/** What is done to many at once, and what came of it. */
export interface ManyAnswer {
  done: number
  skipped: { id: string; code: string; text: string }[]
}

/** Which operations are meant: those that were ticked, or all that the filters match. */
export type OperationSelect = { ids: string[] } | { filters: Record<string, string> }

const OPERATIONS = '/api/v1/admin/operations'

export function listOperations(query: Record<string, string>) {
  return read(api.GET('/api/v1/admin/operations', { params: { query: query as ListQuery } }))
}

export const countOperations = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/operations/counts', { params: { query: query as ListQuery } }))

export const readOperation = (id: string) =>
  read(api.GET('/api/v1/admin/operations/{id}', { params: { path: { id } } }))

export const operationQueryOptions = (id: string) =>
  queryOptions({ queryKey: ['operation', id], queryFn: () => readOperation(id) })

export const listOperationActions = (id: string) =>
  read(api.GET('/api/v1/admin/operations/{id}/actions', { params: { path: { id } } }))

/** One page of what an attempt logged, the oldest first. */
export const listLog = (id: string, claim: number, cursor: string | null) =>
  read(
    api.GET('/api/v1/admin/operations/{id}/log', {
      params: { path: { id }, query: { claim, limit: 100, ...(cursor ? { cursor } : {}) } },
    }),
  )

/** The address of the operation in the API, below which its actions stand. */
export const operationHref = (id: string) => `${OPERATIONS}/${id}`

/** Does one thing to many operations; with `dryRun` only says what would come of it. */
export const actOnMany = (
  body: { action: string; select: OperationSelect; input: unknown; dryRun?: boolean },
  idempotencyKey?: string,
) => send<ManyAnswer>({ method: 'POST', url: `${OPERATIONS}/many`, body, idempotencyKey })
