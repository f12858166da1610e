import { Button, Text, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { verbOf } from '../../ui/action/action-types.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { confirmDriftBatch, type DriftBatch, discardDriftBatch } from './drift-batch-requests.ts'

const REFRESHED = ['drift_batch', 'drift', 'service', 'server', 'operation']

function useBatchMutation<Values>(run: (values: Values) => Promise<unknown>, onDone: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      onDone()
      await Promise.all(
        REFRESHED.map((subject) => queries.invalidateQueries({ queryKey: [subject] })),
      )
    },
    onError: (error) => notifyProblem(error, t),
  })
}

/**
 * The button that starts a fix of many, saying what it does to how many. Removals ask for their
 * number.
 */
export function ConfirmDriftBatch({ batch }: { batch: DriftBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isAsking, setAsking] = useState(false)
  const confirm = useBatchMutation(
    (typed: number | null) => confirmDriftBatch(batch.id, typed),
    () => setAsking(false),
  )
  const start = useSingleFlight(confirm)
  const count = batch.counts.willDo
  const action = t(`drift.actions.${verbOf(batch.action)}.label`)
  const label = t('drift.batch.confirm', { action, count, total: format.number(count) })
  const isReady = batch.state === 'planned' && count > 0
  const button = (
    <Button
      color={batch.typedConfirmation ? 'red' : undefined}
      loading={confirm.isPending}
      aria-disabled={!isReady}
      data-disabled={!isReady || undefined}
      onClick={() => {
        if (!isReady) return
        if (batch.typedConfirmation) setAsking(true)
        else start(null)
      }}
    >
      {label}
    </Button>
  )
  const why = t(batch.state === 'planning' ? 'drift.batch.stillLooking' : 'drift.batch.nothing')
  return (
    <>
      {isReady ? button : <Tooltip label={why}>{button}</Tooltip>}
      {isAsking && (
        <ConfirmDialog
          title={label}
          confirmLabel={action}
          isDangerous
          typed={String(count)}
          isPending={confirm.isPending}
          error={confirm.error}
          onConfirm={() => start(count)}
          onClose={() => setAsking(false)}
        >
          <Text size="sm">{t('drift.actions.delete_there.text')}</Text>
        </ConfirmDialog>
      )}
    </>
  )
}

/** Gives up what has not begun. */
export function DiscardDriftBatch({ batch }: { batch: DriftBatch }) {
  const { t } = useTranslation()
  const discard = useBatchMutation(
    () => discardDriftBatch(batch.id),
    () => undefined,
  )
  const start = useSingleFlight(discard)
  return (
    <Button
      variant="default"
      leftSection={<IconTrash size={15} stroke={1.7} aria-hidden />}
      loading={discard.isPending}
      onClick={() => start(undefined)}
    >
      {t(batch.confirmedAt ? 'drift.batch.stop' : 'drift.batch.discard')}
    </Button>
  )
}
