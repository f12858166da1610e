import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type OperationRow = Row<'/api/v1/admin/operations'>
export type OperationPage = Answer<'/api/v1/admin/operations/{id}'>
type ListQuery = NonNullable<paths['/api/v1/admin/operations']['get']['parameters']['query']>

export function listOperations(query: Record<string, string>) {
  return read(api.GET('/api/v1/admin/operations', { params: { query: query as ListQuery } }))
}

export const readOperation = (id: string) =>
  read(api.GET('/api/v1/admin/operations/{id}', { params: { path: { id } } }))

/** The address of the operation in the API, below which its actions stand. */
export const operationHref = (id: string) => `/api/v1/admin/operations/${id}`
