import { queryOptions } from '@tanstack/react-query'
import type { Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

/** A list as somebody saved it: what it is narrowed to, its order and its columns. */
export type SavedView = Row<'/api/v1/admin/views'>
/** A list whose views can be saved. */
export type ViewScreen = SavedView['screen']
type Body<Path extends '/api/v1/admin/views' | '/api/v1/admin/views/{id}', Method extends string> =
  paths[Path] extends Record<Method, { requestBody?: { content: { 'application/json': infer B } } }>
    ? B
    : never
export type NewView = Omit<Body<'/api/v1/admin/views', 'post'>, 'screen'>
export type ViewChange = Body<'/api/v1/admin/views/{id}', 'patch'>

const at = (id: string) => ({ params: { path: { id } } })

/** One's own views of a screen and those that others share. */
export const viewsQuery = (screen: ViewScreen) =>
  queryOptions({
    queryKey: ['view', screen],
    queryFn: async () => {
      const { items } = await read(
        api.GET('/api/v1/admin/views', { params: { query: { screen } } }),
      )
      return items
    },
    staleTime: 60_000,
  })

export const createView = (screen: ViewScreen, view: NewView) =>
  read(api.POST('/api/v1/admin/views', { body: { screen, ...view } }))

export const changeView = (id: string, body: ViewChange) =>
  read(api.PATCH('/api/v1/admin/views/{id}', { ...at(id), body }))

export const deleteView = (id: string) => api.DELETE('/api/v1/admin/views/{id}', at(id))
