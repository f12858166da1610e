import { Badge, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { Coupon } from './coupon-requests.ts'

/** What the list says of a coupon. */
export function useCouponColumns(): TableColumn<Coupon>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const value = ({ kind, basisPoints, amounts }: Coupon) =>
    kind === 'percent'
      ? `−${format.number(basisPoints / 100)} %`
      : amounts.map((money) => `−${format.money(money)}`).join(' · ')
  const lasting = ({ renewals }: Coupon) => {
    if (renewals === null) return t('coupons.renewals.forever')
    if (renewals === 0) return t('coupons.renewals.first')
    return t('coupons.renewals.count', { count: renewals })
  }
  const validity = ({ validFromAt, validUntilAt }: Coupon) => {
    const from = validFromAt ? format.day(validFromAt) : ''
    const until = validUntilAt ? format.day(validUntilAt) : ''
    if (from && until) return t('coupons.between', { from, until })
    if (from) return t('coupons.from', { from })
    return until ? t('coupons.until', { until }) : t('coupons.always')
  }
  return [
    {
      id: 'code',
      title: t('coupons.fields.code'),
      isMain: true,
      render: (row) => (
        <Group gap={6} wrap="nowrap">
          {row.code}
          {row.archivedAt && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              {t('coupons.archived')}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: 'value', title: t('coupons.fields.value'), align: 'end', render: value },
    { id: 'renewals', title: t('coupons.fields.renewals'), render: lasting },
    { id: 'validity', title: t('coupons.fields.validity'), render: validity },
    {
      id: 'uses',
      title: t('coupons.fields.uses'),
      align: 'end',
      render: ({ useCount: used, maxUses: most }) =>
        most === null ? String(used) : t('coupons.usedOf', { used, most }),
    },
    {
      id: 'created',
      title: t('coupons.fields.created'),
      render: (row) => <TimeText at={row.createdAt} />,
    },
  ]
}
