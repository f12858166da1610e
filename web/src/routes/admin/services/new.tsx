import { useTranslation } from 'react-i18next'
import { NewService } from '../../../features/new-service/new-service.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** A service that staff make or import, without an order. */
export default function NewServicePage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="services:create">
      <PageHeader
        title={t('newService.title')}
        parents={[{ label: t('services.title'), to: '/admin/services' }]}
        subtitle={t('newService.text')}
      />
      <NewService />
    </RequirePermission>
  )
}
