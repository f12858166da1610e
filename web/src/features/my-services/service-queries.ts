import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type MyService = Answer<'/api/v1/client/services/{id}'>
export type Renewal = Row<'/api/v1/client/services/{id}/renewals'>
export type WhatIfWish = NonNullable<
  paths['/api/v1/client/services/{id}/what-if']['post']['requestBody']
>['content']['application/json']
export type AutoPay = Answer<'/api/v1/client/services/{id}/auto-pay'>
export type NextSteps = Answer<'/api/v1/client/services/{id}/next-steps'>

const params = (id: string) => ({ params: { path: { id } } })

/** One own service. */
export const serviceQuery = (id: string) =>
  queryOptions({
    queryKey: ['service', id],
    queryFn: () => read(api.GET('/api/v1/client/services/{id}', params(id))),
  })

/** What may be done with it, and why the rest may not. */
export const serviceActionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['service', id, 'actions'],
    queryFn: () => read(api.GET('/api/v1/client/services/{id}/actions', params(id))),
  })

/** Every period that was asked for, newest first. They come and go with the documents. */
export const renewalsQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', 'renewals', id],
    queryFn: () => read(api.GET('/api/v1/client/services/{id}/renewals', params(id))),
  })

/** What happens by itself, when and why. */
export const nextStepsQuery = (id: string) =>
  queryOptions({
    queryKey: ['service', id, 'next-steps'],
    queryFn: () => read(api.GET('/api/v1/client/services/{id}/next-steps', params(id))),
  })

/** How the renewals are paid, and the attempts so far. */
export const autoPayQuery = (id: string) =>
  queryOptions({
    queryKey: ['service', id, 'auto-pay'],
    queryFn: () => read(api.GET('/api/v1/client/services/{id}/auto-pay', params(id))),
  })

/** What would follow if one did this; nothing is written. */
export const whatIfQuery = (id: string, wish: WhatIfWish) =>
  queryOptions({
    queryKey: ['service', id, 'what-if', wish],
    queryFn: () =>
      read(
        api.POST('/api/v1/client/services/{id}/what-if', {
          params: { path: { id } },
          body: wish,
        }),
      ),
  })

/** What happened to it, newest first. */
export const historyQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['service', id, 'history', limit],
    queryFn: () =>
      read(
        api.GET('/api/v1/client/services/{id}/history', {
          params: { path: { id }, query: { limit } },
        }),
      ),
  })

const ENDED = ['expired', 'terminated', 'cancelled']

/** Whether a status is one of those that a service does not come back from. */
export const hasEnded = (status: string) => ENDED.includes(status)
