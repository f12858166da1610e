import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerRow, listCustomers } from '../../../features/customers/customer-requests.ts'
import { NewCustomerDialog } from '../../../features/customers/new-customer-dialog.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '-createdAt', filters: ['kind', 'country'] }

/** Everybody who buys. */
export default function CustomersPage() {
  return (
    <RequirePermission permission="customers:read">
      <CustomerList />
    </RequirePermission>
  )
}

function CustomerList() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayCreate = usePermission('customers:update')
  const [isCreating, setCreating] = useState(false)
  const customers = useQuery({
    queryKey: ['customer', 'list', list.query],
    queryFn: () => listCustomers(list.query),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader
        title={t('customers.title')}
        primary={
          mayCreate && (
            <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
              {t('customers.new')}
            </Button>
          )
        }
      />
      <DataTable
        name="customers"
        list={list}
        query={customers}
        columns={columns(t)}
        filters={[
          {
            id: 'kind',
            label: t('customers.fields.kind'),
            kind: 'choice',
            options: ['consumer', 'business'].map((value) => ({
              value,
              label: t(`customers.kind.${value}`),
            })),
          },
          { id: 'country', label: t('customers.fields.country'), kind: 'text' },
        ]}
        searchLabel={t('customers.search')}
        rowTo={(row) => `/admin/customers/${row.id}`}
        empty={{ title: t('customers.empty'), text: t('customers.emptyText') }}
      />
      {isCreating && <NewCustomerDialog onClose={() => setCreating(false)} />}
    </>
  )
}

function columns(t: TFunction): TableColumn<CustomerRow>[] {
  return [
    { id: 'number', title: '#', render: (row) => `#${row.number}`, width: 64, sortKey: 'number' },
    {
      id: 'name',
      title: t('customers.fields.name'),
      render: (row) => row.name || t('customers.anonymised'),
      sortKey: 'name',
      isMain: true,
    },
    { id: 'email', title: t('customers.fields.email'), render: (row) => row.email || '–' },
    {
      id: 'kind',
      title: t('customers.fields.kind'),
      render: (row) => t(`customers.kind.${row.kind}`),
    },
    { id: 'country', title: t('customers.fields.country'), render: (row) => row.country },
    { id: 'currency', title: t('customers.fields.currency'), render: (row) => row.currency },
    {
      id: 'created',
      title: t('customers.since'),
      render: (row) => <TimeText at={row.createdAt} />,
      sortKey: 'createdAt',
    },
  ]
}
