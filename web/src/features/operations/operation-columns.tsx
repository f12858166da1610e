import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { causeText } from '../history/cause-text.ts'
import type { OperationRow } from './operation-requests.ts'

/** The columns of the list of operations; `without` leaves out what the page says already. */
export function operationColumns(
  t: TFunction,
  without: string[] = [],
): TableColumn<OperationRow>[] {
  const columns: TableColumn<OperationRow>[] = [
    {
      id: 'kind',
      title: t('operations.kind'),
      render: (row) => t(`ui.operation.kind.${row.kind}`),
      isMain: true,
    },
    {
      id: 'state',
      title: t('operations.state'),
      render: (row) => <StatusBadge kind="operation" status={row.state} />,
    },
    {
      id: 'service',
      title: t('operations.service'),
      render: (row) =>
        row.service ? (
          <TextLink to={`/admin/services/${row.service.id}`} isQuiet>
            {row.service.name} #{row.service.number}
          </TextLink>
        ) : (
          '–'
        ),
    },
    { id: 'server', title: t('operations.server'), render: (row) => row.server?.name ?? '–' },
    {
      id: 'attempts',
      title: t('operations.attempts'),
      render: (row) => <span className="tabular">{row.attempts}</span>,
      align: 'end',
    },
    {
      id: 'message',
      title: t('operations.message'),
      render: (row) =>
        row.error ? (
          <Text span inherit c="red" lineClamp={1} title={row.error.message}>
            {row.error.message}
          </Text>
        ) : (
          (row.progress && row.settledAt === null && `${row.progress.percent ?? 0} %`) || '–'
        ),
    },
    {
      id: 'by',
      title: t('operations.by'),
      render: (row) => (
        <Text span inherit title={causeText(row.cause, t)}>
          {row.requestedBy.kind === 'automation' ? t('ui.actor.automation') : row.requestedBy.name}
        </Text>
      ),
    },
    {
      id: 'created',
      title: t('operations.created'),
      render: (row) => <TimeText at={row.createdAt} />,
      sortKey: 'createdAt',
    },
    {
      id: 'due',
      title: t('operations.due'),
      render: (row) => <TimeText at={row.settledAt ? null : row.dueAt} />,
      isHiddenAtFirst: true,
    },
  ]
  return columns.filter((column) => !without.includes(column.id))
}
