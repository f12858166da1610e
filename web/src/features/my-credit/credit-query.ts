import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../../api/client.ts'

/** The customer's credit per currency; none is an empty list. */
export const creditQuery = queryOptions({
  queryKey: ['customer', 'credit'],
  queryFn: () => read(api.GET('/api/v1/client/credit')),
})
