import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { NewOrderForm } from '../../../features/orders/new-order-form.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** An order that staff place for a customer. */
export default function NewOrderPage() {
  const { t } = useTranslation()
  const { customer } = useSearch({ strict: false }) as { customer?: string }
  return (
    <RequirePermission permission="orders:create">
      <PageHeader
        title={t('orders.new')}
        parents={[{ label: t('orders.title'), to: '/admin/orders' }]}
        subtitle={t('orders.newText')}
      />
      <NewOrderForm customerId={customer} />
    </RequirePermission>
  )
}
