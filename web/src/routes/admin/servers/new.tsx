import { useTranslation } from 'react-i18next'
import { NewServerSteps } from '../../../features/servers/new-server-steps.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** Adds a server: what it is, how it is reached, whether it works, and what to do with it. */
export default function NewServerPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="servers:update">
      <PageHeader
        title={t('servers.new')}
        parents={[{ label: t('servers.title'), to: '/admin/servers' }]}
      />
      <NewServerSteps />
    </RequirePermission>
  )
}
