import { Button, Text, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useActionRun } from '../../ui/action/use-action-run.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { confirmationOf } from './batch-figures.ts'
import { type BatchPage, batchActionsQuery } from './batch-requests.ts'
import { useBatchWords } from './batch-words.ts'

interface ConfirmBatchProps {
  batch: BatchPage
  offer: ActionOffer
  context: ActionContext
}

/**
 * The one button that starts a batch, saying what it does to how many. What cannot be brought back
 * asks once more, and for the number of services where much is lost.
 */
export function ConfirmBatch({ batch, offer, context }: ConfirmBatchProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useBatchWords()
  const [isAsking, setAsking] = useState(false)
  const { data: actions = [], isPending } = useQuery(batchActionsQuery)
  const run = useActionRun(context, 'confirm', () => setAsking(false))
  const start = useSingleFlight(run)
  const count = batch.counts.willDo
  const confirmation = confirmationOf(batch, actions)
  const body = confirmation === 'typed' ? { count } : {}
  const figures = { action: words.what(batch), count, total: format.number(count) }
  const label = t(batch.undoOf ? 'batches.confirmUndo' : 'batches.confirm', figures)
  const press = () => {
    if (!offer.allowed) return
    if (confirmation !== 'click') setAsking(true)
    else start(body, (error) => notifyProblem(error, t))
  }
  const button = (
    <Button
      color={confirmation === 'click' ? undefined : 'red'}
      loading={run.isPending || isPending}
      aria-disabled={!offer.allowed}
      data-disabled={!offer.allowed || undefined}
      onClick={press}
    >
      {count > 0 ? label : t('batches.actions.confirm.label')}
    </Button>
  )
  return (
    <>
      {offer.allowed ? button : <Tooltip label={offer.reason?.text}>{button}</Tooltip>}
      {isAsking && (
        <ConfirmDialog
          title={label}
          confirmLabel={words.what(batch)}
          isDangerous
          typed={confirmation === 'typed' ? String(count) : undefined}
          isPending={run.isPending}
          error={run.error}
          onConfirm={() => start(body)}
          onClose={() => setAsking(false)}
        >
          <Text size="sm">{t('batches.forGood')}</Text>
        </ConfirmDialog>
      )}
    </>
  )
}
