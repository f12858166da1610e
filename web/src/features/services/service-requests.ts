import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type ServiceRow = Row<'/api/v1/admin/services'>
export type ServicePage = Answer<'/api/v1/admin/services/{id}'>
export type ServiceRenewal = Row<'/api/v1/admin/services/{id}/renewals'>
export type NextSteps = Answer<'/api/v1/admin/services/{id}/next-steps'>
type ListQuery = NonNullable<paths['/api/v1/admin/services']['get']['parameters']['query']>
type CountQuery = NonNullable<paths['/api/v1/admin/services/counts']['get']['parameters']['query']>

const at = (id: string) => ({ params: { path: { id } } })

/** One page of the list. */
export const listServices = (query: Record<string, string | string[]>) =>
  read(api.GET('/api/v1/admin/services', { params: { query: query as ListQuery } }))

/** How many services stand in each status under these filters. */
export const countServices = (query: Record<string, string | string[]>) =>
  read(api.GET('/api/v1/admin/services/counts', { params: { query: query as CountQuery } }))

export const readService = (id: string) => read(api.GET('/api/v1/admin/services/{id}', at(id)))
export const listServiceActions = (id: string) =>
  read(api.GET('/api/v1/admin/services/{id}/actions', at(id)))
export const readNextSteps = (id: string) =>
  read(api.GET('/api/v1/admin/services/{id}/next-steps', at(id)))
export const listRenewals = (id: string) =>
  read(api.GET('/api/v1/admin/services/{id}/renewals', at(id)))

/** The address of the service in the API, below which its actions stand. */
export const serviceHref = (id: string) => `/api/v1/admin/services/${id}`
