import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { toProblem } from './problem.ts'

/**
 * One cache for the page. The first element of every query key is the subject the live stream
 * names (`service`, `customer`, `document` …), so that a change reaches all that show it.
 * Only a missing answer or a server fault is tried again; a 4xx would say the same twice.
 */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    // The session ended behind our back: the frame leads to the login.
    if (toProblem(error).code === 'not_logged_in') client.setQueryData(['session'], null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => {
          const { status } = toProblem(error)
          return (status === 0 || status >= 500) && failures < 2
        },
      },
    },
  })
  return client
}
