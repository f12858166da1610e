import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type MyMethods = Answer<'/api/v1/client/payment-methods'>
export type MyMethod = Row<'/api/v1/client/payment-methods'>

/** What is stored to pay with, and where more can be stored. */
export const myMethodsQuery = queryOptions({
  queryKey: ['payment_method', 'mine'],
  queryFn: () => read(api.GET('/api/v1/client/payment-methods')),
})

/** Opens the gateway's page; with a service, its auto-pay is switched on with what is stored. */
export const storeMethod = (body: { gateway: string; serviceId: string | null }) =>
  read(api.POST('/api/v1/client/payment-methods', { body }))

export const makeDefault = (id: string) =>
  read(api.PUT('/api/v1/client/payment-methods/{id}/default', { params: { path: { id } } }))

/** Removes a method; the services that are paid with it are paid by hand from then on. */
export const removeMethod = (id: string) =>
  read(
    api.DELETE('/api/v1/client/payment-methods/{id}', {
      params: { path: { id }, query: { stopAutoPay: 'true' } },
    }),
  )
