import { queryOptions } from '@tanstack/react-query'
import { send } from '../../api/client.ts'
import type { FormSchema } from '../../ui/form/schema-model.ts'

/** The address of the batches in the API. */
export const BATCHES = '/api/v1/admin/batches'

/** Which services a batch is made for: those that were ticked, or all that the filters match. */
export type BatchSelect = { ids: string[] } | { filters: Record<string, string | string[]> }

/** What can be done to many services at once, and whether the reader may. */
export interface BatchAction {
  action: string
  form: FormSchema
  destructive: boolean
  undoAction: string | null
  allowed: boolean
  reason?: { code: string; text: string } | null
}

export const batchActionsQuery = queryOptions({
  queryKey: ['batch', 'possible-actions'],
  queryFn: async () => {
    const { items } = await send<{ items: BatchAction[] }>({ url: '/api/v1/admin/batch-actions' })
    return items
  },
  staleTime: 5 * 60_000,
})

/** Has the preview made; nothing is done to a service yet. */
export const createBatch = (
  body: { action: string; input: unknown; select: BatchSelect },
  idempotencyKey: string,
) => send<{ id: string }>({ method: 'POST', url: BATCHES, body, idempotencyKey })
