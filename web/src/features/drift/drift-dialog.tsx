import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import { verbOf } from '../../ui/action/action-types.ts'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { driftContext, withFieldsOf } from './drift-actions.ts'
import { type DriftRow, listDriftActions } from './drift-requests.ts'

/** What was chosen in a row. */
export interface ChosenFix {
  row: DriftRow
  verb: string
}

/** Asks for what a fix needs: the row carries no forms, so they are read when one is chosen. */
export function DriftDialog({ chosen, onClose }: { chosen: ChosenFix; onClose: () => void }) {
  const { t } = useTranslation()
  const { row, verb } = chosen
  const actions = useQuery({
    queryKey: ['drift', row.id, 'actions'],
    queryFn: () => listDriftActions(row.id),
  })
  const { error } = actions
  useEffect(() => {
    if (!error) return
    notifyProblem(error, t)
    onClose()
  }, [error, t, onClose])
  const offer = actions.data?.items.find(({ id }) => verbOf(id) === verb)
  if (!offer) return null
  return (
    <ActionDialog
      offer={withFieldsOf(offer, row.kind)}
      onClose={onClose}
      {...driftContext(row, verb)}
    />
  )
}
