import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { useDocumentColumns } from '../../../features/my-documents/document-columns.tsx'
import type { DocumentListQuery } from '../../../features/my-documents/document-queries.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '-createdAt', tab: 'all', filters: [] }
const TABS = ['open', 'partial', 'overdue', 'paid', 'credited', 'issued', 'void']

/** All of one's invoices, proformas and credit notes. */
export default function MyDocumentsPage() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const columns = useDocumentColumns()
  const asked = {
    ...list.query,
    ...(list.tab && list.tab !== 'all' ? { status: list.tab } : {}),
  } as DocumentListQuery
  const query = useQuery({
    queryKey: ['document', 'list', asked],
    queryFn: () => read(api.GET('/api/v1/client/documents', { params: { query: asked } })),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader title={t('myDocuments.title')} />
      <DataTable
        name="my-documents"
        list={list}
        query={query}
        columns={columns}
        tabs={['all', ...TABS].map((id) => ({ id, label: t(`myDocuments.tab.${id}`) }))}
        rowTo={(row) => `/client/invoices/${row.id}`}
        empty={{
          title: t(list.tab === 'all' ? 'myDocuments.none' : 'myDocuments.noneHere'),
          text: list.tab === 'all' ? t('myDocuments.noneText') : undefined,
        }}
      />
    </>
  )
}
