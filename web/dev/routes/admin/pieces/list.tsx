import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../../../src/ui/page/page-header.tsx'
import { DataTable } from '../../../../src/ui/table/data-table.tsx'
import type { TableColumn } from '../../../../src/ui/table/table-types.ts'
import { useListState } from '../../../../src/ui/table/use-list-state.ts'
import { ExpiryBadge } from '../../../../src/ui/value/expiry-badge.tsx'
import { MoneyText } from '../../../../src/ui/value/money-text.tsx'
import { StatusBadge } from '../../../../src/ui/value/status-badge.tsx'
import { TimeText } from '../../../../src/ui/value/time-text.tsx'
import { countOf, type PieceService, pageOfServices } from '../../../made-up.ts'

const LIST = { sort: '-createdAt', tab: 'all', filters: ['customer', 'createdFrom'] }
const TABS = ['all', 'active', 'suspended', 'expired', 'cancelled', 'pending']

const COLUMNS: TableColumn<PieceService>[] = [
  { id: 'number', title: '#', render: (row) => `#${row.number}`, width: 70 },
  { id: 'name', title: 'Name', render: (row) => row.name, sortKey: 'name', isMain: true },
  { id: 'customer', title: 'Customer', render: (row) => row.customer },
  { id: 'product', title: 'Product', render: (row) => row.product },
  { id: 'server', title: 'Server', render: (row) => row.server },
  {
    id: 'price',
    title: 'Price',
    render: (row) => <MoneyText value={row.price} />,
    align: 'end',
    sortKey: 'price',
  },
  {
    id: 'status',
    title: 'Status',
    render: (row) => <StatusBadge kind="service" status={row.status} />,
  },
  { id: 'expiry', title: 'Expiry', render: (row) => <ExpiryBadge expiresAt={row.expiresAt} /> },
  {
    id: 'created',
    title: 'Created',
    render: (row) => <TimeText at={row.createdAt} />,
    sortKey: 'createdAt',
  },
]

/** The table with everything switched on. */
export default function PieceListPage() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const query = useQuery({
    queryKey: ['piece', list.query, list.tab],
    queryFn: async () => pageOfServices(list.query, list.tab),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader
        title="Services"
        primary={<Button leftSection={<IconPlus size={14} />}>New service</Button>}
      />
      <DataTable
        name="pieces"
        list={list}
        query={query}
        columns={COLUMNS}
        tabs={TABS.map((id) => ({
          id,
          label: t(`ui.status.service.${id}`, { defaultValue: 'All' }),
          count: countOf(id),
        }))}
        filters={[
          {
            id: 'customer',
            label: 'Customer',
            kind: 'choice',
            options: [{ value: 'Café Pixel', label: 'Café Pixel' }],
          },
          { id: 'createdFrom', label: 'Created from', kind: 'day' },
        ]}
        searchLabel="Name, customer, #number"
        rowTo={() => '/admin/pieces/service'}
        rowMenu={() => <Menu.Item>Suspend</Menu.Item>}
        bulkBar={() => <Button size="compact-xs">Renew</Button>}
        empty={{ title: 'No services yet' }}
      />
    </>
  )
}
