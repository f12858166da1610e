import { type QueryKey, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readStreamed, type StreamProgress } from './event-stream.ts'

interface StreamedQuery {
  queryKey: QueryKey
  url: string
  enabled?: boolean
}

/** Long answers are not asked for again behind the reader's back. */
const FRESH_MS = 5 * 60_000

/**
 * A query whose answer takes a while, with how far it is. Leaving the page, or asking something
 * else, ends the work on the server.
 */
export function useStreamed<Answer>({ queryKey, url, enabled = true }: StreamedQuery): {
  query: UseQueryResult<Answer, Error>
  progress: StreamProgress | null
} {
  const [state, setState] = useState<{ of: string; progress: StreamProgress } | null>(null)
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      readStreamed<Answer>({
        url,
        signal,
        onProgress: (progress) => setState({ of: url, progress }),
      }),
    enabled,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    placeholderData: (before) => before,
  })
  return { query, progress: query.isFetching && state?.of === url ? state.progress : null }
}
