import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

/** One disagreement between the books and a server. */
export type DriftRow = Row<'/api/v1/admin/drift'>
export type DriftCounts = Answer<'/api/v1/admin/drift/counts'>
/** One comparison of a server with the books. */
export type Reconciliation = Row<'/api/v1/admin/servers/{id}/reconciliations'>
export type ReconciliationSchedule =
  Answer<'/api/v1/admin/servers/{id}/reconciliations'>['schedule']
type ListQuery = NonNullable<paths['/api/v1/admin/drift']['get']['parameters']['query']>
type CountQuery = NonNullable<paths['/api/v1/admin/drift/counts']['get']['parameters']['query']>

export const listDrift = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/drift', { params: { query: query as ListQuery } }))

export const countDrift = (query: Record<string, string>) =>
  read(api.GET('/api/v1/admin/drift/counts', { params: { query: query as CountQuery } }))

/** What stands open everywhere. */
export const openDriftQuery = queryOptions({
  queryKey: ['drift', 'counts', { state: 'open' }],
  queryFn: () => countDrift({ state: 'open' }),
})

/** What the books and the servers disagree about for one service. */
export const driftOfServiceQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['drift', 'of-service', serviceId],
    queryFn: () => listDrift({ serviceId, state: 'open', limit: '10' }),
  })

export const listDriftActions = (id: string) =>
  read(api.GET('/api/v1/admin/drift/{id}/actions', { params: { path: { id } } }))

/** The address of a row in the API, below which its actions stand. */
export const driftHref = (id: string) => `/api/v1/admin/drift/${id}`

const ofServer = (id: string) => `/api/v1/admin/servers/${id}`

/** The comparisons of a server, and when the next one is. */
export const listReconciliations = (id: string, query: Record<string, string>) =>
  read(
    api.GET('/api/v1/admin/servers/{id}/reconciliations', {
      params: { path: { id }, query },
    }),
  )

export const lastReconciliationQuery = (id: string) =>
  queryOptions({
    queryKey: ['server', id, 'reconciliations', 'last'],
    queryFn: () => listReconciliations(id, { limit: '1' }),
  })

/** Has a server compared at once; `confirmed`: what vanished is believed, however much it is. */
export const reconcile = (id: string, confirmed: boolean, idempotencyKey: string) =>
  send({
    method: 'POST',
    url: `${ofServer(id)}/reconcile`,
    body: { confirmed },
    idempotencyKey,
  })

/** Lets the loop suspend again by itself what runs though it is suspended, or not. */
export const setAutoFix = (id: string, autoFixRunning: boolean) =>
  send<ReconciliationSchedule>({
    method: 'PATCH',
    url: `${ofServer(id)}/reconciliation`,
    body: { autoFixRunning },
  })
