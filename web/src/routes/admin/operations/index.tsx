import { useTranslation } from 'react-i18next'
import { OperationTable } from '../../../features/operations/operation-table.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** What is being done on servers, live, and what was done. */
export default function OperationsPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="operations:read">
      <PageHeader title={t('operations.title')} subtitle={t('operations.text')} />
      <OperationTable name="operations" />
    </RequirePermission>
  )
}
