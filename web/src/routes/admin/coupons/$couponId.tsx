import { Button, Stack } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCouponColumns } from '../../../features/coupons/coupon-columns.tsx'
import { CouponDialog } from '../../../features/coupons/coupon-dialog.tsx'
import { type CouponPage, readCoupon } from '../../../features/coupons/coupon-requests.ts'
import { CouponUses } from '../../../features/coupons/coupon-uses.tsx'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** One coupon: what it takes off and who used it. */
export default function CouponRoute() {
  const { couponId = '' } = useParams({ strict: false }) as { couponId?: string }
  const coupon = useQuery({ queryKey: ['coupon', couponId], queryFn: () => readCoupon(couponId) })
  return (
    <RequirePermission permission="coupons:read">
      {coupon.isPending && <LoadingState />}
      {coupon.isError && <ErrorState error={coupon.error} />}
      {coupon.data && <Coupon key={couponId} coupon={coupon.data} />}
    </RequirePermission>
  )
}

function Coupon({ coupon }: { coupon: CouponPage }) {
  const { t } = useTranslation()
  const mayWrite = usePermission('coupons:update')
  const [isEditing, setEditing] = useState(false)
  const columns = useCouponColumns()
  return (
    <>
      <PageHeader
        title={coupon.code}
        parents={[{ label: t('coupons.title'), to: '/admin/coupons' }]}
        subtitle={coupon.notes}
        primary={
          mayWrite && (
            <Button leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
              {t('options.edit')}
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Section title={t('coupons.facts')}>
          <FactsList
            facts={columns.map((column) => ({
              label: String(column.title),
              value: column.render(coupon),
            }))}
          />
        </Section>
        <CouponUses uses={coupon.uses} />
        <HistorySection subject="coupon" subjectId={coupon.id} />
      </Stack>
      {isEditing && <CouponDialog coupon={coupon} onClose={() => setEditing(false)} />}
    </>
  )
}
