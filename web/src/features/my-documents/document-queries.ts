import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type MyDocument = Answer<'/api/v1/client/documents/{id}'>
export type DocumentRow = Row<'/api/v1/client/documents'>
export type PaymentMethods = Answer<'/api/v1/client/documents/{id}/payment-methods'>
export type DocumentListQuery = NonNullable<
  paths['/api/v1/client/documents']['get']['parameters']['query']
>

const params = (id: string) => ({ params: { path: { id } } })

/** One own document with lines and payments. */
export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id],
    queryFn: () => read(api.GET('/api/v1/client/documents/{id}', params(id))),
  })

/** The ways to pay it; none when nothing is due. */
export const paymentMethodsQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id, 'payment-methods'],
    queryFn: () => read(api.GET('/api/v1/client/documents/{id}/payment-methods', params(id))),
  })

/** What is still to be paid, the earliest due first. */
export const unpaidDocumentsQuery = queryOptions({
  queryKey: ['document', 'unpaid'],
  queryFn: async () => {
    const lists = await Promise.all(
      (['overdue', 'partial', 'open'] as const).map((status) =>
        read(
          api.GET('/api/v1/client/documents', {
            params: { query: { status, sort: 'dueAt', limit: 20 } },
          }),
        ),
      ),
    )
    return {
      items: lists.flatMap((list) => list.items),
      count: lists.reduce((sum, list) => sum + list.total.count, 0),
    }
  },
})

/** Where a document's PDF is. */
export const pdfHref = (id: string) => `/api/v1/client/documents/${id}/pdf`
