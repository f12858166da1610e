import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'
import type { Page } from '../../ui/table/table-types.ts'

/** Whether calls reach a server: open, held back for a while, or stopped by staff. */
export interface ServerGate {
  state: 'open' | 'paused' | 'broken' | 'suspended'
  /** When calls go on, or the next probe is made; null: until staff resume it. */
  until: string | null
  reason: string | null
  /** Failures in a row that look like the server's. */
  failures: number
}

/** What a server has to do. */
export interface ServerQueue {
  waiting: number
  running: number
  unknown: number
  waitsForStaff: number
}

/** How a server does at present. */
interface ServerState {
  gate: ServerGate
  queue: ServerQueue
  lastError: { at: string; message: string; operationId: string | null } | null
  /** Open differences between the books and the server. */
  drift: number
  /** Operations at the same time. */
  concurrency: number
  /** Null: no limit. */
  callsPerMinute: number | null
}

export type Server = Row<'/api/v1/admin/servers'> & ServerState
export type ServerPage = Answer<'/api/v1/admin/servers/{id}'> & ServerState
/** What a connection test found. */
export type ConnectionReport = Extract<
  paths['/api/v1/admin/servers/{id}/test']['post']['responses'][200]['content']['application/json'],
  { health: string }
>
export type ServerGroup = Row<'/api/v1/admin/server-groups'>

const SERVERS = '/api/v1/admin/servers'
const GROUPS = '/api/v1/admin/server-groups'

/** The address of a server in the API, below which its actions stand. */
export const serverHref = (id: string) => `${SERVERS}/${id}`

const UNTROUBLED: ServerState = {
  gate: { state: 'open', until: null, reason: null, failures: 0 },
  queue: { waiting: 0, running: 0, unknown: 0, waitsForStaff: 0 },
  lastError: null,
  drift: 0,
  concurrency: 4,
  callsPerMinute: null,
}

export async function listServers(
  query: Record<string, string>,
  signal?: AbortSignal,
): Promise<Page<Server>> {
  const page = await send<Page<Server>>({ url: SERVERS, query, signal })
  return { ...page, items: page.items.map((server) => ({ ...UNTROUBLED, ...server })) }
}

export const listServerActions = (id: string) =>
  read(api.GET('/api/v1/admin/servers/{id}/actions', { params: { path: { id } } }))

export const serverGroupsQuery = queryOptions({
  queryKey: ['server', 'groups'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/server-groups'))).items,
})

export const serverQuery = (id: string) =>
  queryOptions({
    queryKey: ['server', id],
    queryFn: async (): Promise<ServerPage> => ({
      ...UNTROUBLED,
      ...(await read(api.GET('/api/v1/admin/servers/{id}', { params: { path: { id } } }))),
    }),
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
