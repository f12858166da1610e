import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../api/answers.ts'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'

export type OrderRow = Row<'/api/v1/client/orders'>

/** The columns of a customer's orders. */
export function useOrderColumns(): TableColumn<OrderRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        title: t('myOrders.number'),
        isMain: true,
        render: (row) => <span className="tabular">#{row.number}</span>,
      },
      {
        id: 'status',
        title: t('myOrders.status'),
        render: (row) => <StatusBadge kind="order" status={row.state} />,
      },
      {
        id: 'date',
        title: t('myOrders.date'),
        render: (row) => <TimeText at={row.createdAt} as="day" />,
      },
      {
        id: 'document',
        title: t('myOrders.document'),
        render: (row) =>
          row.document ? (
            <Anchor
              component={Link}
              to={`/client/invoices/${row.document.id}`}
              onClick={(event) => event.stopPropagation()}
            >
              {row.document.name}
            </Anchor>
          ) : (
            '–'
          ),
      },
      {
        id: 'services',
        title: t('myOrders.services'),
        align: 'end',
        render: (row) => <span className="tabular">{row.serviceCount}</span>,
      },
      {
        id: 'total',
        title: t('myOrders.total'),
        align: 'end',
        render: (row) => <MoneyText value={row.document?.total} />,
      },
    ],
    [t],
  )
}
