import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

type Quoting = paths['/api/v1/client/orders/quote']['post']
export type OrderBody = Quoting['requestBody']['content']['application/json']
export type Quote = Quoting['responses'][200]['content']['application/json']

const SETTLE_MS = 250

/** What an order would cost, once its choices stand still. Null asks nothing. */
export function useQuote(body: OrderBody | null) {
  const [settled] = useDebouncedValue(body, SETTLE_MS)
  return useQuery({
    queryKey: ['quote', settled],
    queryFn: ({ signal }) =>
      read(api.POST('/api/v1/client/orders/quote', { body: settled as OrderBody, signal })),
    enabled: settled !== null && body !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  })
}
