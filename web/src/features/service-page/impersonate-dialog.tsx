import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { impersonate } from '../customers/customer-requests.ts'
import type { ServicePage } from '../services/service-requests.ts'

/** Asks before this browser becomes the customer's, and opens the service as the customer sees it. */
export function ImpersonateDialog(props: { service: ServicePage; onClose: () => void }) {
  const { t } = useTranslation()
  const { id, customer } = props.service
  const enter = useMutation({
    mutationFn: () => impersonate(customer.id),
    // The session is another person's now: nothing that was loaded may stay.
    onSuccess: () => window.location.assign(`/client/services/${id}`),
  })
  const start = useSingleFlight(enter)
  return (
    <ConfirmDialog
      title={t('servicePage.impersonate.title', { name: customer.name })}
      text={t('servicePage.impersonate.text')}
      confirmLabel={t('servicePage.impersonate.label')}
      isPending={enter.isPending || enter.isSuccess}
      error={enter.error}
      onConfirm={() => start()}
      onClose={props.onClose}
    />
  )
}
