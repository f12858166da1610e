import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ImportWizard } from '../../../features/import-wizard/import-wizard.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** Taking over what exists on a server; the address names the server. */
export default function NewImportPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { server } = useSearch({ strict: false }) as { server?: unknown }
  return (
    <RequirePermission permission="services:create">
      <PageHeader
        title={t('importWizard.new')}
        subtitle={t('importWizard.newText')}
        parents={[{ label: t('importWizard.title'), to: '/admin/imports' }]}
      />
      <ImportWizard
        serverId={typeof server === 'string' ? server : null}
        onServer={(next) =>
          void navigate({ to: '.', search: { server: next ?? undefined } as never, replace: true })
        }
        onStarted={(id) => void navigate({ to: `/admin/imports/${id}` })}
      />
    </RequirePermission>
  )
}
