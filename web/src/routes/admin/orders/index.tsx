import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { customerLookup } from '../../../features/customers/customer-lookup.ts'
import { orderColumns } from '../../../features/orders/order-columns.tsx'
import { listOrders } from '../../../features/orders/order-requests.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '', tab: 'all', filters: ['customerId'] }
const STATES = ['open', 'paid', 'cancelled']

/** Every order, the newest first. */
export default function OrdersPage() {
  return (
    <RequirePermission permission="orders:read">
      <OrderList />
    </RequirePermission>
  )
}

function OrderList() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayCreate = usePermission('orders:create')
  const { sort: _, ...query } = list.query
  const orders = useQuery({
    queryKey: ['order', 'list', query, list.tab],
    queryFn: () =>
      listOrders({ ...query, ...(list.tab === 'all' ? {} : { state: list.tab ?? '' }) }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader
        title={t('orders.title')}
        primary={
          mayCreate && (
            <Button component={Link} to="/admin/orders/new" leftSection={<IconPlus size={14} />}>
              {t('orders.new')}
            </Button>
          )
        }
      />
      <DataTable
        name="orders"
        list={list}
        query={orders}
        columns={orderColumns(t)}
        tabs={[
          { id: 'all', label: t('orders.all') },
          ...STATES.map((id) => ({ id, label: t(`ui.status.order.${id}`) })),
        ]}
        filters={[
          { id: 'customerId', label: t('orders.customer'), kind: 'lookup', lookup: customerLookup },
        ]}
        searchLabel={t('orders.search')}
        rowTo={(row) => `/admin/orders/${row.id}`}
        empty={{ title: t('orders.empty'), text: t('orders.emptyText') }}
      />
    </>
  )
}
