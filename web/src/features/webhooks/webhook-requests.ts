import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { Page } from '../../ui/table/table-types.ts'

export type Endpoint = Row<'/api/v1/admin/webhooks'>
export type EventKind = Row<'/api/v1/admin/webhooks/events'>
export type Delivery = Row<'/api/v1/admin/webhook-deliveries'>
export type DeliveryPage = Answer<'/api/v1/admin/webhook-deliveries/{id}'>

export const FORMATS = ['standard', 'discord'] as const
export const DELIVERY_STATES = ['queued', 'delivered', 'failed', 'abandoned'] as const

export const endpointsQuery = queryOptions({
  queryKey: ['webhook', 'list'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/webhooks'))).items,
})

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook', id],
    queryFn: () => read(api.GET('/api/v1/admin/webhooks/{id}', { params: { path: { id } } })),
  })

export const eventKindsQuery = queryOptions({
  queryKey: ['webhook_events'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/webhooks/events'))).items,
  staleTime: Number.POSITIVE_INFINITY,
})

export const deliveriesQuery = (query: Record<string, string>) =>
  queryOptions({
    queryKey: ['webhook_delivery', 'list', query],
    queryFn: ({ signal }) =>
      send<Page<Delivery>>({ url: '/api/v1/admin/webhook-deliveries', query, signal }),
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook_delivery', id],
    queryFn: () =>
      read(api.GET('/api/v1/admin/webhook-deliveries/{id}', { params: { path: { id } } })),
  })

export interface EndpointDraft {
  name: string
  url: string
  events: string[]
  format: (typeof FORMATS)[number]
}

/** The server tells Discord by its address. */
export const createEndpoint = ({ name, url, events }: EndpointDraft) =>
  read(api.POST('/api/v1/admin/webhooks', { body: { name, url, events } }))

/** An empty address leaves the stored one. */
export const updateEndpoint = (
  { id, version }: Endpoint,
  { url, ...rest }: EndpointDraft & { enabled: boolean },
) =>
  read(
    api.PUT('/api/v1/admin/webhooks/{id}', {
      params: { path: { id } },
      body: { version, ...rest, ...(url ? { url } : {}) },
    }),
  )

const named = (id: string) => ({ params: { path: { id } } })

export const deleteEndpoint = (id: string) =>
  read(api.DELETE('/api/v1/admin/webhooks/{id}', named(id)))

export const rotateSecret = (id: string) =>
  read(api.POST('/api/v1/admin/webhooks/{id}/rotate', named(id)))

export const sendTestEvent = (id: string) =>
  read(api.POST('/api/v1/admin/webhooks/{id}/test', named(id)))

export const replayDelivery = (id: string) =>
  read(api.POST('/api/v1/admin/webhook-deliveries/{id}/replay', named(id)))

/** What an endpoint's badge says. */
export function endpointState({ enabled, failingSince }: Endpoint) {
  if (!enabled) return 'disabled'
  return failingSince ? 'failing' : 'enabled'
}
