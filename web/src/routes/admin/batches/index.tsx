import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { batchColumns } from '../../../features/batches/batch-columns.tsx'
import { listBatches } from '../../../features/batches/batch-requests.ts'
import { useBatchWords } from '../../../features/batches/batch-words.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { useFormat } from '../../../i18n/format.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '', filters: [] }

/** What was done to many services at once, the newest first. */
export default function BatchesPage() {
  return (
    <RequirePermission permission="batches:read">
      <BatchList />
    </RequirePermission>
  )
}

function BatchList() {
  const { t } = useTranslation()
  const words = useBatchWords()
  const format = useFormat()
  const list = useListState(LIST)
  const batches = useQuery({
    queryKey: ['batch', 'list', list.query],
    queryFn: () => listBatches(list.query),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader title={t('batches.title')} subtitle={t('batches.text')} />
      <DataTable
        name="batches"
        list={list}
        query={batches}
        columns={batchColumns(t, words, format.number)}
        rowTo={(row) => `/admin/batches/${row.id}`}
        empty={{
          title: t('batches.empty'),
          text: t('batches.emptyText'),
          action: (
            <Button component={Link} to="/admin/services" variant="default">
              {t('services.title')}
            </Button>
          ),
        }}
      />
    </>
  )
}
