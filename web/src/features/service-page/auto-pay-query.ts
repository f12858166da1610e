import { queryOptions } from '@tanstack/react-query'
import type { Answer } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type AutoPay = Answer<'/api/v1/admin/services/{id}/auto-pay'>

/** How the renewals of a service are paid, with the attempts so far. */
export const autoPayQuery = (id: string) =>
  queryOptions({
    queryKey: ['service', id, 'auto-pay'],
    queryFn: () =>
      read(api.GET('/api/v1/admin/services/{id}/auto-pay', { params: { path: { id } } })),
  })
