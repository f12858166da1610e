import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ImportProgress } from '../../../features/new-service/import-progress.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** One import: each resource and what came of it, as it happens. */
export default function ImportPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { importId = '' } = useParams({ strict: false })
  return (
    <RequirePermission permission="services:create">
      <PageHeader
        title={t('importWizard.new')}
        parents={[{ label: t('importWizard.title'), to: '/admin/imports' }]}
      />
      <ImportProgress
        id={importId}
        onBack={(rows) => {
          const server = rows[0]?.server?.id
          void navigate({ to: '/admin/imports/new', search: { server } as never })
        }}
      />
    </RequirePermission>
  )
}
