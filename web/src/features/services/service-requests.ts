import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type ServiceRow = Row<'/api/v1/admin/services'>
export type ServicePage = Answer<'/api/v1/admin/services/{id}'>
export type ServiceRenewal = Row<'/api/v1/admin/services/{id}/renewals'>
export type NextSteps = Answer<'/api/v1/admin/services/{id}/next-steps'>
type ListQuery = NonNullable<paths['/api/v1/admin/services']['get']['parameters']['query']>

const at = (id: string) => ({ params: { path: { id } } })

/** One page of the list; the tab is a status, the search box the API's `q`. */
export function listServices(query: Record<string, string>, tab: string | null) {
  const { search, ...rest } = query
  const asked = {
    ...rest,
    ...(search ? { q: search } : {}),
    ...(tab && tab !== 'all' ? { status: tab } : {}),
  }
  return read(api.GET('/api/v1/admin/services', { params: { query: asked as ListQuery } }))
}

export const countServices = () => read(api.GET('/api/v1/admin/services/counts'))
export const readService = (id: string) => read(api.GET('/api/v1/admin/services/{id}', at(id)))
export const listServiceActions = (id: string) =>
  read(api.GET('/api/v1/admin/services/{id}/actions', at(id)))
export const readNextSteps = (id: string) =>
  read(api.GET('/api/v1/admin/services/{id}/next-steps', at(id)))
export const listRenewals = (id: string) =>
  read(api.GET('/api/v1/admin/services/{id}/renewals', at(id)))

/** The address of the service in the API, below which its actions stand. */
export const serviceHref = (id: string) => `/api/v1/admin/services/${id}`
