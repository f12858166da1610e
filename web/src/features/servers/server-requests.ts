import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'

export type Server = Row<'/api/v1/admin/servers'>
export type ServerPage = Answer<'/api/v1/admin/servers/{id}'>
export type ServerGroup = Row<'/api/v1/admin/server-groups'>

const SERVERS = '/api/v1/admin/servers'
const GROUPS = '/api/v1/admin/server-groups'

export const serverGroupsQuery = queryOptions({
  queryKey: ['server', 'groups'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/server-groups'))).items,
})

export const serverQuery = (id: string) =>
  queryOptions({
    queryKey: ['server', id],
    queryFn: () => read(api.GET('/api/v1/admin/servers/{id}', { params: { path: { id } } })),
  })

/** Adds a server, or changes the one that is named. */
export const saveServer = (id: string | null, body: unknown) =>
  id === null
    ? send<Server>({ method: 'POST', url: SERVERS, body })
    : send<Server>({ method: 'PATCH', url: `${SERVERS}/${id}`, body })

export const deleteServer = (id: string) => send({ method: 'DELETE', url: `${SERVERS}/${id}` })

/** Tries the credentials; takes as long as the server does. */
export const testServer = (id: string) =>
  read(api.POST('/api/v1/admin/servers/{id}/test', { params: { path: { id } } }))

export const saveServerGroup = (id: string | null, name: string) =>
  id === null
    ? send<ServerGroup>({ method: 'POST', url: GROUPS, body: { name } })
    : send<ServerGroup>({ method: 'PATCH', url: `${GROUPS}/${id}`, body: { name } })

export const deleteServerGroup = (id: string) => send({ method: 'DELETE', url: `${GROUPS}/${id}` })
