import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type CustomerRow = Row<'/api/v1/admin/customers'>
export type CustomerPage = Answer<'/api/v1/admin/customers/{id}'>
export type CustomerUser = CustomerPage['users'][number]
export type CreditEntry = Row<'/api/v1/admin/customers/{id}/credit/entries'>
type Customers = paths['/api/v1/admin/customers']
type ListQuery = NonNullable<Customers['get']['parameters']['query']>
export type NewCustomer = NonNullable<
  Customers['post']['requestBody']
>['content']['application/json']
export type CustomerChange = NonNullable<
  paths['/api/v1/admin/customers/{id}']['patch']['requestBody']
>['content']['application/json']

const at = (id: string) => ({ path: { id } })

export function listCustomers(query: Record<string, string>) {
  return read(api.GET('/api/v1/admin/customers', { params: { query: query as ListQuery } }))
}

export const readCustomer = (id: string) =>
  read(api.GET('/api/v1/admin/customers/{id}', { params: at(id) }))

export const listCustomerActions = (id: string) =>
  read(api.GET('/api/v1/admin/customers/{id}/actions', { params: at(id) }))

export const createCustomer = (body: NewCustomer) =>
  read(api.POST('/api/v1/admin/customers', { body }))

export const changeCustomer = (id: string, body: CustomerChange) =>
  read(api.PATCH('/api/v1/admin/customers/{id}', { params: at(id), body }))

export const anonymiseCustomer = (id: string) =>
  api.POST('/api/v1/admin/customers/{id}/anonymise', { params: at(id) })

export const addUser = (id: string, body: { name: string; email: string }) =>
  read(api.POST('/api/v1/admin/customers/{id}/users', { params: at(id), body }))

/** Disables, enables or invites a user again. */
export function changeUser(id: string, userId: string, verb: 'disable' | 'enable' | 'invite') {
  const params = { path: { id, userId } }
  return api.POST(`/api/v1/admin/customers/{id}/users/{userId}/${verb}`, { params })
}

/**
 * This browser becomes the user's until one leaves; all of it is logged. Without a user it is the
 * customer's first who can log in.
 */
export const impersonate = (id: string, userId?: string) =>
  api.POST('/api/v1/admin/customers/{id}/impersonate', { params: at(id), body: { userId } })

export const readCredit = (id: string) =>
  read(api.GET('/api/v1/admin/customers/{id}/credit', { params: at(id) }))

export const listCreditEntries = (id: string) =>
  read(
    api.GET('/api/v1/admin/customers/{id}/credit/entries', {
      params: { ...at(id), query: { limit: 50 } },
    }),
  )

export function changeCredit(
  id: string,
  body: { amount: { amount: string; currency: string }; direction: 'add' | 'remove'; note: string },
) {
  return read(api.POST('/api/v1/admin/customers/{id}/credit/entries', { params: at(id), body }))
}

export const listCustomerMails = (customerId: string) =>
  read(api.GET('/api/v1/admin/mails', { params: { query: { customerId, limit: 50 } } }))
