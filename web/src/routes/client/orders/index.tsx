import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import type { paths } from '../../../api/schema.d.ts'
import { useOrderColumns } from '../../../features/my-orders/order-columns.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '-createdAt', tab: 'all', filters: [] }
const TABS = ['all', 'open', 'paid', 'cancelled']

type Query = NonNullable<paths['/api/v1/client/orders']['get']['parameters']['query']>

/** All of one's orders, the newest first. */
export default function MyOrdersPage() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const columns = useOrderColumns()
  const { sort: _newestFirst, ...page } = list.query
  const asked = {
    ...page,
    ...(list.tab && list.tab !== 'all' ? { state: list.tab } : {}),
  } as Query
  const query = useQuery({
    queryKey: ['order', 'list', asked],
    queryFn: () => read(api.GET('/api/v1/client/orders', { params: { query: asked } })),
    placeholderData: keepPreviousData,
  })
  const toShop = (
    <Button component={Link} to="/shop">
      {t('myOrders.toShop')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('myOrders.title')} />
      <DataTable
        name="my-orders"
        list={list}
        query={query}
        columns={columns}
        tabs={TABS.map((id) => ({ id, label: t(`myOrders.tab.${id}`) }))}
        rowTo={(row) => `/client/orders/${row.id}`}
        empty={{
          title: t(list.tab === 'all' ? 'myOrders.none' : 'myOrders.noneHere'),
          text: list.tab === 'all' ? t('myOrders.noneText') : undefined,
          action: list.tab === 'all' ? toShop : undefined,
        }}
      />
    </>
  )
}
