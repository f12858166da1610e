import type { UseMutationResult } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'

/**
 * Starts a mutation unless it is under way. `isPending` arrives with the next render, which is too
 * late for the second half of a double click.
 */
export function useSingleFlight<Answer, Values>(
  mutation: UseMutationResult<Answer, Error, Values>,
): (values: Values, onError?: (error: Error) => void) => void {
  const isUnderWay = useRef(false)
  const { mutate } = mutation
  return useCallback(
    (values, onError) => {
      if (isUnderWay.current) return
      isUnderWay.current = true
      mutate(values, {
        onError,
        onSettled: () => {
          isUnderWay.current = false
        },
      })
    },
    [mutate],
  )
}
