import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

const URL = '/api/v1/admin/cancellation-reasons'

export type Reason = Row<typeof URL>
export type Statistics = Answer<'/api/v1/admin/cancellation-reasons/statistics'>
export type ReasonDraft = NonNullable<
  paths['/api/v1/admin/cancellation-reasons']['post']['requestBody']
>['content']['application/json']

/** The first element of every key: what changes one reason changes the pictures too. */
export const REASONS_KEY = 'cancellation-reasons'

export const reasonsQuery = queryOptions({
  queryKey: [REASONS_KEY],
  queryFn: () => read(api.GET(URL)),
})

export const statisticsQuery = (days: { from?: string; to?: string }) =>
  queryOptions({
    queryKey: [REASONS_KEY, 'statistics', days],
    queryFn: () =>
      read(api.GET('/api/v1/admin/cancellation-reasons/statistics', { params: { query: days } })),
  })

export const saveReason = (id: string | null, body: ReasonDraft) =>
  id === null
    ? read(api.POST(URL, { body }))
    : read(api.PATCH('/api/v1/admin/cancellation-reasons/{id}', { params: { path: { id } }, body }))

export const archiveReason = (id: string, active: boolean) =>
  read(
    api.PATCH('/api/v1/admin/cancellation-reasons/{id}', {
      params: { path: { id } },
      body: { active },
    }),
  )

export const removeReason = (id: string) =>
  api.DELETE('/api/v1/admin/cancellation-reasons/{id}', { params: { path: { id } } })

export const orderReasons = (ids: string[]) =>
  read(api.PUT('/api/v1/admin/cancellation-reasons/order', { body: { ids } }))

/** Where the file of the same days is. */
export const exportUrl = (days: { from?: string; to?: string }) =>
  `${URL}/statistics/export?${new URLSearchParams(days as Record<string, string>)}`

/** The ids with one moved by a place; the same when it cannot go further. */
export function moved(ids: readonly string[], id: string, by: 1 | -1): string[] {
  const at = ids.indexOf(id)
  const other = ids[at + by]
  if (at < 0 || other === undefined) return [...ids]
  return ids.map((one) => (one === id ? other : one === other ? id : one))
}
