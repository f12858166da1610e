import { useTranslation } from 'react-i18next'
import { verbOf } from '../../ui/action/action-types.ts'
import type { Batch } from './batch-requests.ts'

/** What batches are called: by what they do, an undo by that too. */
export function useBatchWords() {
  const { t, i18n } = useTranslation()
  const label = (action: string) => {
    const key = `services.actions.${verbOf(action)}.label`
    return i18n.exists(key) ? t(key) : action
  }
  return {
    label,
    /** `Suspend`, or `Undo: unsuspend` for one that takes another back. */
    what: (batch: Pick<Batch, 'action' | 'undoOf'>) =>
      batch.undoOf ? t('batches.undoing', { action: label(batch.action) }) : label(batch.action),
    title: (batch: Pick<Batch, 'number'>) => t('batches.one', { number: batch.number }),
  }
}
