import { Group, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { causeText } from '../history/cause-text.ts'
import { WaitsBadge } from './operation-marks.tsx'
import type { OperationRow } from './operation-requests.ts'

/** The columns of the list of operations; `without` leaves out what the page says already. */
export function operationColumns(
  t: TFunction,
  without: readonly string[] = [],
): TableColumn<OperationRow>[] {
  const columns = [...whatColumns(t), ...howColumns(t), ...whenColumns(t)]
  return columns.filter((column) => !without.includes(column.id))
}

function whatColumns(t: TFunction): TableColumn<OperationRow>[] {
  return [
    {
      id: 'kind',
      title: t('operations.kind'),
      render: (row) => t(`ui.operation.kind.${row.kind}`),
      isMain: true,
    },
    {
      id: 'state',
      title: t('operations.state'),
      render: (row) => (
        <Group gap={4} wrap="nowrap">
          <StatusBadge kind="operation" status={row.state} />
          {row.waitsForStaff && <WaitsBadge />}
        </Group>
      ),
    },
    {
      id: 'service',
      title: t('operations.service'),
      cutAt: 190,
      render: (row) =>
        row.service ? (
          <TextLink to={`/admin/services/${row.service.id}`} isQuiet>
            {row.service.name}
            <Text span inherit c="dimmed">
              {` #${row.service.number}`}
            </Text>
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'customer',
      title: t('operations.customer'),
      isHiddenAtFirst: true,
      cutAt: 140,
      render: ({ service }) =>
        service ? (
          <TextLink to={`/admin/customers/${service.customerId}`} isQuiet>
            {service.customerName}
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'server',
      title: t('operations.server'),
      cutAt: 140,
      render: (row) =>
        row.server ? (
          <TextLink to={`/admin/servers/${row.server.id}`} isQuiet>
            {row.server.name}
          </TextLink>
        ) : (
          '–'
        ),
    },
  ]
}

function howColumns(t: TFunction): TableColumn<OperationRow>[] {
  return [
    {
      id: 'attempts',
      title: t('operations.attempts'),
      render: (row) => <span className="tabular">{row.attempts}</span>,
      align: 'end',
    },
    {
      id: 'message',
      title: t('operations.message'),
      cutAt: 270,
      render: (row) => <Message row={row} />,
    },
  ]
}

function whenColumns(t: TFunction): TableColumn<OperationRow>[] {
  return [
    {
      id: 'due',
      title: t('operations.due'),
      render: (row) => <TimeText at={row.settledAt ? null : row.dueAt} />,
    },
    {
      id: 'created',
      title: t('operations.created'),
      render: (row) => <TimeText at={row.createdAt} />,
      sortKey: 'createdAt',
    },
    {
      id: 'by',
      title: t('operations.by'),
      cutAt: 130,
      render: (row) => (
        <Text span inherit title={causeText(row.cause, t)}>
          {row.requestedBy.kind === 'automation' ? t('ui.actor.automation') : row.requestedBy.name}
        </Text>
      ),
    },
    {
      id: 'settled',
      title: t('operations.settled'),
      render: (row) => <TimeText at={row.settledAt} />,
      isHiddenAtFirst: true,
    },
  ]
}

/** What went wrong, in the provider's words; else how far it is. */
function Message({ row }: { row: OperationRow }) {
  if (row.error) {
    return (
      <Text span inherit c="red" title={row.error.message}>
        {row.error.message}
      </Text>
    )
  }
  const percent = row.settledAt === null ? row.progress?.percent : null
  if (typeof percent !== 'number') return '–'
  return <span className="tabular">{`${percent} %`}</span>
}
