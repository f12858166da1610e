import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { driftBatchColumns } from '../../../../features/drift/drift-batch-columns.tsx'
import { listDriftBatches } from '../../../../features/drift/drift-batch-requests.ts'
import { RequirePermission } from '../../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../../ui/page/page-header.tsx'
import { DataTable } from '../../../../ui/table/data-table.tsx'
import { useListState } from '../../../../ui/table/use-list-state.ts'

const LIST = { sort: '', filters: [] }

/** Fixes of many differences, the newest first. */
export default function DriftBatchesPage() {
  return (
    <RequirePermission permission="drift:read">
      <DriftBatches />
    </RequirePermission>
  )
}

function DriftBatches() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const batches = useQuery({
    queryKey: ['drift_batch', 'list', list.query],
    queryFn: () => listDriftBatches(list.query),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader
        title={t('drift.batch.list')}
        parents={[{ label: t('drift.title'), to: '/admin/drift' }]}
      />
      <DataTable
        name="drift-batches"
        list={list}
        query={batches}
        columns={driftBatchColumns(t)}
        rowTo={(row) => `/admin/drift/batches/${row.id}`}
        empty={{ title: t('drift.batch.none'), text: t('drift.batch.noneText') }}
      />
    </>
  )
}
