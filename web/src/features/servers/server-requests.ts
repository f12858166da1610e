import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'
import type { Page } from '../../ui/table/table-types.ts'

export type Server = Row<'/api/v1/admin/servers'>
export type ServerPage = Answer<'/api/v1/admin/servers/{id}'>
export type ServerGroup = Row<'/api/v1/admin/server-groups'>
/** Whether calls reach a server: open, held back for a while, or stopped by staff. */
export type ServerGate = Server['gate']
/** What a server has to do. */
export type ServerQueue = Server['queue']
/** What a connection test found. */
export type ConnectionReport = Extract<
  paths['/api/v1/admin/servers/{id}/test']['post']['responses'][200]['content']['application/json'],
  { health: string }
>

const SERVERS = '/api/v1/admin/servers'
const GROUPS = '/api/v1/admin/server-groups'

/** The address of a server in the API, below which its actions stand. */
export const serverHref = (id: string) => `${SERVERS}/${id}`

export const listServers = (query: Record<string, string>, signal?: AbortSignal) =>
  send<Page<Server>>({ url: SERVERS, query, signal })

export const listServerActions = (id: string) =>
  read(api.GET('/api/v1/admin/servers/{id}/actions', { params: { path: { id } } }))

export const serverGroupsQuery = queryOptions({
  queryKey: ['server', 'groups'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/server-groups'))).items,
})

export const serverQuery = (id: string) =>
  queryOptions({
    queryKey: ['server', id],
    queryFn: () => read(api.GET('/api/v1/admin/servers/{id}', { params: { path: { id } } })),
  })

/** Names and ids, for filters. */
export const serverChoicesQuery = queryOptions({
  queryKey: ['server', 'choices'],
  queryFn: () => read(api.GET('/api/v1/admin/servers', { params: { query: { limit: 200 } } })),
  staleTime: 60_000,
})

/** Adds a server, or changes the one that is named. */
export const saveServer = (id: string | null, body: unknown) =>
  id === null
    ? send<Server>({ method: 'POST', url: SERVERS, body })
    : send<Server>({ method: 'PATCH', url: serverHref(id), body })

export const deleteServer = (id: string) => send({ method: 'DELETE', url: serverHref(id) })

/** Tries the credentials; takes as long as the server does. */
export const testServer = (id: string) =>
  send<ConnectionReport>({ method: 'POST', url: `${serverHref(id)}/test`, body: {} })

export const saveServerGroup = (id: string | null, name: string) =>
  id === null
    ? send<ServerGroup>({ method: 'POST', url: GROUPS, body: { name } })
    : send<ServerGroup>({ method: 'PATCH', url: `${GROUPS}/${id}`, body: { name } })

export const deleteServerGroup = (id: string) => send({ method: 'DELETE', url: `${GROUPS}/${id}` })
