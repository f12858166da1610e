import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { customerLookup } from '../../../features/customers/customer-lookup.ts'
import { documentColumns } from '../../../features/documents/document-columns.tsx'
import { listDocuments } from '../../../features/documents/document-requests.ts'
import { InvoicesTabs } from '../../../features/documents/invoices-tabs.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '-createdAt', tab: 'all', filters: ['customerId', 'kind', 'dueFrom', 'dueTo'] }
const STATUSES = ['open', 'overdue', 'partial', 'paid', 'credited', 'void'] as const

/** Invoices, open documents and credit notes. */
export default function InvoicesPage() {
  return (
    <RequirePermission permission="documents:read">
      <DocumentList />
    </RequirePermission>
  )
}

function DocumentList() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const documents = useQuery({
    queryKey: ['document', 'list', list.query, list.tab],
    queryFn: () => listDocuments(toQuery(list.query, list.tab)),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader title={t('documents.title')} secondary={<InvoicesTabs />} />
      <DataTable
        name="documents"
        list={list}
        query={documents}
        columns={documentColumns(t)}
        tabs={[
          { id: 'all', label: t('documents.tab.all') },
          ...STATUSES.map((id) => ({
            id,
            label: t(`ui.status.document.${id === 'partial' ? 'partially_paid' : id}`),
          })),
        ]}
        filters={[
          {
            id: 'customerId',
            label: t('documents.customer'),
            kind: 'lookup',
            lookup: customerLookup,
          },
          {
            id: 'kind',
            label: t('documents.kindLabel'),
            kind: 'choice',
            options: ['invoice', 'credit_note'].map((value) => ({
              value,
              label: t(`documents.kind.${value}`),
            })),
          },
          { id: 'dueFrom', label: t('documents.dueFrom'), kind: 'day' },
          { id: 'dueTo', label: t('documents.dueTo'), kind: 'day' },
        ]}
        searchLabel={t('documents.search')}
        rowTo={(row) => `/admin/invoices/${row.id}`}
        empty={{ title: t('documents.empty'), text: t('documents.emptyText') }}
      />
    </>
  )
}

/** The search box looks for numbers; days become the instants that the API takes. */
function toQuery(query: Record<string, string>, tab: string | null): Record<string, string> {
  const { search, dueFrom, dueTo, ...rest } = query
  return {
    ...rest,
    ...(search ? { number: search } : {}),
    ...(dueFrom ? { dueFrom: new Date(`${dueFrom}T00:00`).toISOString() } : {}),
    ...(dueTo ? { dueTo: new Date(`${dueTo}T23:59:59.999`).toISOString() } : {}),
    ...(tab && tab !== 'all' ? { status: tab } : {}),
  }
}
