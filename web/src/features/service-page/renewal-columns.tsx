import { Badge, Group, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServiceRenewal } from '../services/service-requests.ts'

/** The columns of the table of a service's periods. */
export function renewalColumns(t: TFunction): TableColumn<ServiceRenewal>[] {
  return [
    {
      id: 'period',
      title: t('services.period'),
      render: (row) => (
        <>
          <TimeText at={row.periodStartAt} as="day" /> – <TimeText at={row.periodEndAt} as="day" />
        </>
      ),
    },
    { id: 'cycle', title: t('services.cycle'), render: (row) => <Cycle row={row} t={t} /> },
    {
      id: 'state',
      title: t('services.status'),
      render: (row) => <StatusBadge kind="renewal" status={row.state} />,
    },
    {
      id: 'document',
      title: t('services.document'),
      render: (row) =>
        row.document ? (
          <TextLink to={`/admin/invoices/${row.document.id}`}>{row.document.name}</TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'price',
      title: t('services.price'),
      render: (row) => <MoneyText value={row.price} />,
      align: 'end',
    },
    {
      id: 'by',
      title: t('services.requestedBy'),
      render: (row) => <AskedBy row={row} t={t} />,
    },
    {
      id: 'asked',
      title: t('servicePage.renewals.asked'),
      render: (row) => <TimeText at={row.createdAt} as="day" />,
    },
    {
      id: 'paid',
      title: t('servicePage.renewals.paid'),
      render: (row) => <TimeText at={row.appliedAt} as="instant" />,
    },
  ]
}

interface CellProps {
  row: ServiceRenewal
  t: TFunction
}

function Cycle({ row, t }: CellProps) {
  return (
    <>
      {t(`ui.cycle.${row.cycle}`)}
      {row.periods > 1 && (
        <Text span inherit c="dimmed">
          {' '}
          {t('servicePage.periods', { count: row.periods })}
        </Text>
      )}
    </>
  )
}

function AskedBy({ row, t }: CellProps) {
  return (
    <Group gap={6} wrap="nowrap">
      {row.requestedBy === 'automation' ? t('ui.actor.automation') : row.requestedBy}
      {row.overrode && (
        <Badge variant="light" color="orange" radius="sm" tt="none">
          {t(`servicePage.renewals.overrode.${row.overrode}`, { defaultValue: row.overrode })}
        </Badge>
      )}
    </Group>
  )
}
