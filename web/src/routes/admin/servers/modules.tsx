import { useTranslation } from 'react-i18next'
import { ModuleList } from '../../../features/servers/module-list.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** What looks after the services of each type, and what could not be loaded. */
export default function ModulesPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="products:read">
      <PageHeader
        title={t('servers.modules.title')}
        parents={[{ label: t('servers.title'), to: '/admin/servers' }]}
      />
      <ModuleList />
    </RequirePermission>
  )
}
