import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../../api/client.ts'
import { useCouponColumns } from '../../../features/coupons/coupon-columns.tsx'
import { CouponDialog } from '../../../features/coupons/coupon-dialog.tsx'
import type { Coupon } from '../../../features/coupons/coupon-requests.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { Page } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '', limit: 50, filters: ['archived'], names: { search: 'q' } }

/** Codes that take something off. */
export default function CouponsPage() {
  return (
    <RequirePermission permission="coupons:read">
      <Coupons />
    </RequirePermission>
  )
}

function Coupons() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('coupons:update')
  const [isNew, setNew] = useState(false)
  const query = useQuery({
    queryKey: ['coupon', 'list', list.query],
    queryFn: ({ signal }) =>
      send<Page<Coupon>>({ url: '/api/v1/admin/coupons', query: list.query, signal }),
    placeholderData: keepPreviousData,
  })
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setNew(true)}>
      {t('coupons.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('coupons.title')} primary={add} />
      <DataTable<Coupon>
        name="coupons"
        list={list}
        query={query}
        columns={useCouponColumns()}
        searchLabel={t('coupons.search')}
        filters={[
          {
            id: 'archived',
            label: t('coupons.archived'),
            kind: 'choice',
            options: [{ value: 'true', label: t('coupons.archivedOnly') }],
          },
        ]}
        rowTo={(row) => `/admin/coupons/${row.id}`}
        empty={{ title: t('coupons.empty'), text: t('coupons.emptyText'), action: add }}
      />
      {isNew && <CouponDialog coupon={null} onClose={() => setNew(false)} />}
    </>
  )
}
