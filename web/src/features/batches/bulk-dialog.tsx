import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { useFormat } from '../../i18n/format.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { type BatchAction, type BatchSelect, createBatch } from './batch-requests.ts'
import { useBatchWords } from './batch-words.ts'
import { useBulkForm } from './use-bulk-form.tsx'

interface BulkDialogProps {
  action: BatchAction
  count: number
  isMore: boolean
  select: BatchSelect
  onClose: () => void
}

/** Asks for what the action needs; then its preview is made, and nothing is done before that. */
export function BulkDialog({ action, count, isMore, select, onClose }: BulkDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useBatchWords()
  const { form, input, isReady } = useBulkForm(action)
  const make = useMakeBatch(action, select)
  const start = useSingleFlight(make)
  const number = format.number(count)
  const total = isMore ? t('batches.moreThan', { number }) : number
  return (
    <ConfirmDialog
      title={t('batches.bulkTitle', { action: words.label(action.action), count, total })}
      confirmLabel={t('batches.preview')}
      isPending={make.isPending}
      isDisabled={!isReady}
      error={make.error}
      hasForm={form !== null}
      onConfirm={() => start(input)}
      onClose={onClose}
    >
      {form?.(fieldErrors(make.isError ? toProblem(make.error) : null))}
      <Text size="sm" c="dimmed">
        {t('batches.previewFirst')}
      </Text>
    </ConfirmDialog>
  )
}

/** Has the preview made and opens it. One key per intent: a second click makes no second batch. */
function useMakeBatch({ action }: BatchAction, select: BatchSelect) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: (input: unknown) => createBatch({ action, input, select }, key),
    onSuccess: async ({ id }) => {
      await navigate({ to: `/admin/batches/${id}` })
      void queries.invalidateQueries({ queryKey: ['batch'] })
    },
    onError: (error) => {
      // What was answered is final for its key; corrected input is a new intent.
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
}
