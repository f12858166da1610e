import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type GatewayRow = Row<'/api/v1/admin/gateways'>
export type GatewayPage = Answer<'/api/v1/admin/gateways/{id}'>

const params = (id: string) => ({ params: { path: { id } } })

/** The payment gateways that are installed. */
export const gatewaysQuery = queryOptions({
  queryKey: ['settings', 'gateways'],
  queryFn: () => read(api.GET('/api/v1/admin/gateways')),
})

/** One of them with its form. */
export const gatewayQuery = (id: string) =>
  queryOptions({
    queryKey: ['settings', 'gateways', id],
    queryFn: () => read(api.GET('/api/v1/admin/gateways/{id}', params(id))),
    // What is being typed must not be replaced under the reader's hands.
    refetchOnWindowFocus: false,
  })

export const saveGateway = (
  id: string,
  body: { version: number; enabled: boolean; settings: Record<string, unknown> },
) => read(api.PUT('/api/v1/admin/gateways/{id}', { ...params(id), body }))

/** Asks the gateway whether what is typed in works; secrets left empty are the stored ones. */
export const testGateway = (id: string, settings: Record<string, unknown>) =>
  read(api.POST('/api/v1/admin/gateways/{id}/test', { ...params(id), body: { settings } }))
