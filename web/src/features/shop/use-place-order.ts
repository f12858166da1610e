import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyNotice } from '../../ui/state/problem-alert.tsx'
import type { OrderBody } from './use-quote.ts'

/** Places an order once, however often the button is pressed, and goes to its document to pay. */
export function usePlaceOrder() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  const place = useMutation({
    mutationFn: (body: OrderBody) =>
      send<{ documentId: string; notices: { code: string; text: string }[] }>({
        method: 'POST',
        url: '/api/v1/client/orders',
        body,
        idempotencyKey: key,
      }),
    onSuccess: async ({ documentId, notices }) => {
      for (const { text } of notices) notifyNotice(text)
      for (const subject of ['order', 'document', 'service', 'product'])
        void queries.invalidateQueries({ queryKey: [subject] })
      await navigate({ to: `/client/invoices/${documentId}` })
    },
    onError: (error) => {
      // A refusal is final for its key; without an answer the same key finds out what became of it.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
  return { place, start: useSingleFlight(place) }
}
