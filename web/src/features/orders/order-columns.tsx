import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { OrderRow } from './order-requests.ts'

/** The columns of a list of orders; `without` leaves out what the page says already. */
export function orderColumns(t: TFunction, without: string[] = []): TableColumn<OrderRow>[] {
  const columns: TableColumn<OrderRow>[] = [
    {
      id: 'number',
      title: t('orders.number'),
      render: (row) => <span className="tabular">#{row.number}</span>,
      isMain: true,
    },
    {
      id: 'customer',
      title: t('orders.customer'),
      render: (row) => (
        <TextLink to={`/admin/customers/${row.customer.id}`} isQuiet>
          {row.customer.name}
        </TextLink>
      ),
    },
    {
      id: 'state',
      title: t('orders.state'),
      render: (row) => <StatusBadge kind="order" status={row.state} />,
    },
    {
      id: 'services',
      title: t('orders.services'),
      render: (row) => <span className="tabular">{row.serviceCount}</span>,
      align: 'end',
    },
    {
      id: 'document',
      title: t('orders.document'),
      render: (row) =>
        row.document ? (
          <TextLink to={`/admin/invoices/${row.document.id}`} isQuiet>
            {row.document.name}
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'total',
      title: t('orders.total'),
      render: (row) => <MoneyText value={row.document?.total} />,
      align: 'end',
    },
    {
      id: 'amountDue',
      title: t('orders.amountDue'),
      render: (row) => (
        <MoneyText
          value={row.document?.amountDue}
          dimmed={row.document?.amountDue.amount === '0'}
        />
      ),
      align: 'end',
    },
    {
      id: 'placedBy',
      title: t('orders.placedBy'),
      render: (row) => (
        <>
          {row.placedBy.name}
          <Text span inherit c="dimmed">
            {` · ${t(`ui.actor.${row.placedBy.kind}`)}`}
          </Text>
        </>
      ),
    },
    { id: 'created', title: t('orders.created'), render: (row) => <TimeText at={row.createdAt} /> },
  ]
  return columns.filter((column) => !without.includes(column.id))
}
