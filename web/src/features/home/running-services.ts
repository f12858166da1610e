import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../../api/client.ts'

const listOf = (status: 'active' | 'suspended') =>
  read(api.GET('/api/v1/client/services', { params: { query: { status, limit: 20 } } }))

/** The active services, the newest first. */
export const activeServicesQuery = queryOptions({
  queryKey: ['service', 'active'],
  queryFn: () => listOf('active'),
})

/** Those that are suspended. */
export const suspendedServicesQuery = queryOptions({
  queryKey: ['service', 'suspended'],
  queryFn: () => listOf('suspended'),
})
