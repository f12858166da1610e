import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type Prefill = Answer<'/api/v1/admin/services/prefill'>
export type ResourceRow = Row<'/api/v1/admin/servers/{id}/resources'>
export type Import = Answer<'/api/v1/admin/imports/{id}'>
export type ImportRow = Import['rows'][number]
type PrefillQuery = paths['/api/v1/admin/services/prefill']['get']['parameters']['query']
type BodyOf<Path extends '/api/v1/admin/services' | '/api/v1/admin/imports'> = NonNullable<
  paths[Path]['post']['requestBody']
>['content']['application/json']
export type ServiceBody = BodyOf<'/api/v1/admin/services'>
export type ImportBody = BodyOf<'/api/v1/admin/imports'>

/** What the second step starts with; a choice that cannot be is refused here. */
export const readPrefill = (query: PrefillQuery) =>
  read(api.GET('/api/v1/admin/services/prefill', { params: { query } }))

/** Makes the service; a repeated click with the same key counts once. */
export const createService = (body: ServiceBody, idempotencyKey: string) =>
  send<{ id: string }>({ method: 'POST', url: '/api/v1/admin/services', body, idempotencyKey })

/** Makes services for what exists; a repeated click with the same key counts once. */
export const importResources = (body: ImportBody, idempotencyKey: string) =>
  send<Import>({ method: 'POST', url: '/api/v1/admin/imports', body, idempotencyKey })

export const readImport = (id: string) =>
  read(api.GET('/api/v1/admin/imports/{id}', { params: { path: { id } } }))

/** One page of what exists on a server, asked of the server itself. */
export function listResources(serverId: string, query: { q?: string; cursor?: string }) {
  const params = { path: { id: serverId }, query }
  return read(api.GET('/api/v1/admin/servers/{id}/resources', { params }))
}

/** Gives up an import that is being tried again and again. */
export const abandonImport = (operationId: string) =>
  send({ method: 'POST', url: `/api/v1/admin/operations/${operationId}/abandon`, body: {} })

/** The choices of a field of the order form, from a server of the type. */
export async function loadServerChoices(serverId: string, name: string, language: string) {
  const params = { path: { id: serverId, name } }
  const { items } = await read(api.GET('/api/v1/admin/servers/{id}/choices/{name}', { params }))
  return items.map((item) => ({
    value: String(item.value),
    label: language === 'fr' ? item.label.fr : item.label.en,
  }))
}
