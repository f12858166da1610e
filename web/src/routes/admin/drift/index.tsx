import { Button } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DriftTable } from '../../../features/drift/drift-table.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'

/** Where the books and the servers say different things. */
export default function DriftPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="drift:read">
      <PageHeader
        title={t('drift.title')}
        subtitle={t('drift.text')}
        secondary={
          <Button
            component={Link}
            to="/admin/drift/batches"
            variant="default"
            leftSection={<IconChecklist size={14} aria-hidden />}
          >
            {t('drift.batch.list')}
          </Button>
        }
      />
      <DriftTable name="drift" />
    </RequirePermission>
  )
}
