import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { ExpiryBadge } from '../../ui/value/expiry-badge.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServiceRow } from './service-requests.ts'
import { ServiceState } from './service-state.tsx'

const ENDED = new Set(['expired', 'terminated', 'cancelled'])

/** Whether a service has come to its end. */
export const isEnded = (status: string) => ENDED.has(status)

/** The columns of the list; `without` leaves out what the page says already. */
export function serviceColumns(t: TFunction, without: string[] = []): TableColumn<ServiceRow>[] {
  const columns: TableColumn<ServiceRow>[] = [
    {
      id: 'number',
      title: '#',
      render: (row) => (
        <Text span inherit c="dimmed" className="tabular">
          #{row.number}
        </Text>
      ),
      width: 56,
    },
    {
      id: 'name',
      title: t('services.name'),
      render: (row) => row.name,
      sortKey: 'name',
      isMain: true,
      cutAt: 175,
    },
    {
      id: 'customer',
      title: t('services.customer'),
      render: (row) => (
        <TextLink to={`/admin/customers/${row.customer.id}`} isQuiet>
          {row.customer.name}
        </TextLink>
      ),
      cutAt: 135,
    },
    {
      id: 'product',
      title: t('services.product'),
      render: (row) => (
        <>
          {row.product?.name ?? t('services.custom')}
          <Text span inherit c="dimmed">
            {` · ${row.type}`}
          </Text>
        </>
      ),
      cutAt: 145,
    },
    { id: 'server', title: t('services.server'), render: (row) => row.server?.name ?? '–' },
    {
      id: 'price',
      title: t('services.price'),
      render: (row) => <PriceText price={row.price} cycle={row.cycle} />,
      align: 'end',
      sortKey: 'price',
    },
    { id: 'status', title: t('services.status'), render: (row) => <ServiceState service={row} /> },
    {
      id: 'expiry',
      title: t('services.expiry'),
      render: (row) =>
        row.status === 'pending' ? (
          '–'
        ) : (
          <ExpiryBadge expiresAt={row.expiresAt} isEnded={isEnded(row.status)} />
        ),
      sortKey: 'expiresAt',
    },
    {
      id: 'created',
      title: t('services.created'),
      render: (row) => <TimeText at={row.createdAt} />,
      sortKey: 'createdAt',
    },
    {
      id: 'expiresAt',
      title: t('services.expiresAt'),
      render: (row) => <TimeText at={row.expiresAt} as="day" />,
      sortKey: 'expiresAt',
      isHiddenAtFirst: true,
    },
    {
      id: 'cycle',
      title: t('services.cycle'),
      render: (row) => t(`ui.cycle.${row.cycle}`),
      isHiddenAtFirst: true,
    },
    {
      id: 'id',
      title: t('services.id'),
      render: (row) => (
        <Text span ff="monospace" fz="xs">
          {row.id}
        </Text>
      ),
      isHiddenAtFirst: true,
    },
  ]
  return columns.filter((column) => !without.includes(column.id))
}
