import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../action/confirm-dialog.tsx'

/** Asks before a page with unsaved changes is left; another tab of the same page is a page too. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <ConfirmDialog
      title={t('ui.leave.title')}
      text={t('ui.leave.text')}
      confirmLabel={t('ui.leave.confirm')}
      isDangerous
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  )
}
