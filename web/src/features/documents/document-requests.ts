import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type DocumentRow = Row<'/api/v1/admin/documents'>
export type DocumentPage = Answer<'/api/v1/admin/documents/{id}'>
export type PaymentRow = Row<'/api/v1/admin/payments'>
type DocumentQuery = NonNullable<paths['/api/v1/admin/documents']['get']['parameters']['query']>
type PaymentQuery = NonNullable<paths['/api/v1/admin/payments']['get']['parameters']['query']>

export function listDocuments(query: Record<string, string>) {
  return read(api.GET('/api/v1/admin/documents', { params: { query: query as DocumentQuery } }))
}

export function listPayments(query: Record<string, string>) {
  return read(api.GET('/api/v1/admin/payments', { params: { query: query as PaymentQuery } }))
}

export const listAwaitedTransfers = () => read(api.GET('/api/v1/admin/awaited-transfers'))

export const readDocument = (id: string) =>
  read(api.GET('/api/v1/admin/documents/{id}', { params: { path: { id } } }))

/** The addresses in the API below which the actions stand. */
export const documentHref = (id: string) => `/api/v1/admin/documents/${id}`
export const paymentHref = (id: string) => `/api/v1/admin/payments/${id}`
