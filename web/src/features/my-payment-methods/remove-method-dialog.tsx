import { List, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { notifyDone } from '../../ui/state/problem-alert.tsx'

interface RemoveMethodDialogProps {
  method: { label: string; usedBy: readonly { id: string; number: number; name: string }[] }
  /** Removes it; the services that are paid with it are paid by hand from then on. */
  remove: () => Promise<unknown>
  /** What else happens where services are paid with it. */
  note?: string
  onClose: () => void
}

/** Says first what is paid by hand once a method is removed. */
export function RemoveMethodDialog({ method, remove, note, onClose }: RemoveMethodDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      notifyDone(t('myPaymentMethods.removed', { method: method.label }))
      onClose()
      await Promise.all(
        ['payment_method', 'service'].map((subject) =>
          queries.invalidateQueries({ queryKey: [subject] }),
        ),
      )
    },
  })
  const { usedBy } = method
  return (
    <ConfirmDialog
      title={t('myPaymentMethods.removeTitle', { method: method.label })}
      confirmLabel={t('myPaymentMethods.remove')}
      isDangerous
      isPending={removal.isPending}
      error={removal.error}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      {usedBy.length === 0 ? (
        <Text size="sm">{t('myPaymentMethods.removeText')}</Text>
      ) : (
        <>
          <Text size="sm">{t('myPaymentMethods.removeStops', { count: usedBy.length })}</Text>
          <List size="sm">
            {usedBy.map(({ id, number, name }) => (
              <List.Item key={id}>
                {name} #{number}
              </List.Item>
            ))}
          </List>
          {note && <Text size="sm">{note}</Text>}
        </>
      )}
    </ConfirmDialog>
  )
}
