import { queryOptions } from '@tanstack/react-query'
import type { Answer } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type Review = Answer<'/api/v1/admin/installation/review'>

/** Another process may have ended it: looked at again from time to time. */
const REFRESH_MS = 30_000

/** Whether Berth is in safe mode, for the banner of every page. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: () => read(api.GET('/api/v1/admin/installation')),
  refetchInterval: REFRESH_MS,
})

/** What would run, with the token that proves that it was looked at. */
export const reviewQuery = queryOptions({
  queryKey: ['installation', 'review'],
  queryFn: () => read(api.GET('/api/v1/admin/installation/review')),
  refetchOnWindowFocus: false,
})

export interface Confirmation {
  seenAt: string
  lastNumbers: Record<string, number>
  dropQueuedMails: boolean
  abandonQueuedOperations: boolean
}

export const confirmProduction = (body: Confirmation) =>
  read(api.POST('/api/v1/admin/installation/confirm', { body }))

export const keepAsCopy = () =>
  read(api.POST('/api/v1/admin/installation/keep-as-copy', { body: {} }))
