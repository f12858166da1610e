import { Checkbox, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { usePermission } from '../shell/require-permission.tsx'
import type { SavedView } from './view-requests.ts'

const NAME_LENGTH = 80
const SHARE = 'views:share'

interface NameViewDialogProps {
  /** The view that gets another name; without one a new view is saved. */
  view?: SavedView
  onSave: (named: { name: string; isShared: boolean }) => Promise<unknown>
  onClose: () => void
}

/** Asks for the name of a view, and whether the others see it. */
export function NameViewDialog({ view, onSave, onClose }: NameViewDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setShared] = useState(view?.isShared ?? false)
  const mayShare = usePermission(SHARE)
  const save = useMutation({ mutationFn: onSave, onSuccess: onClose })
  const start = useSingleFlight(save)
  return (
    <ConfirmDialog
      title={t(view ? 'savedViews.rename' : 'savedViews.saveAs')}
      confirmLabel={t('savedViews.save')}
      isPending={save.isPending}
      isDisabled={name.trim() === ''}
      error={save.error}
      onConfirm={() => start({ name: name.trim(), isShared })}
      onClose={onClose}
    >
      <TextInput
        label={t('savedViews.name')}
        value={name}
        maxLength={NAME_LENGTH}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        data-autofocus
      />
      <Checkbox
        label={t('savedViews.shareWithAll')}
        description={mayShare ? undefined : t('shell.needsPermission', { permission: SHARE })}
        disabled={!mayShare}
        checked={isShared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
    </ConfirmDialog>
  )
}

interface DeleteViewDialogProps {
  view: SavedView
  onDelete: () => Promise<unknown>
  onClose: () => void
}

/** Asks before a view is gone, for others too where it is shared. */
export function DeleteViewDialog({ view, onDelete, onClose }: DeleteViewDialogProps) {
  const { t } = useTranslation()
  const remove = useMutation({ mutationFn: onDelete, onSuccess: onClose })
  const start = useSingleFlight(remove)
  return (
    <ConfirmDialog
      title={t('savedViews.deleteTitle', { name: view.name })}
      text={t(view.isShared ? 'savedViews.deleteShared' : 'savedViews.deleteOwn')}
      confirmLabel={t('savedViews.delete')}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => start(undefined)}
      onClose={onClose}
    />
  )
}
