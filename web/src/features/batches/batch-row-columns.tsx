import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { BatchRow } from './batch-requests.ts'
import { StatusMove } from './batch-summary.tsx'

/** The columns of a batch's rows; facts of the outcome that are not there show a dash. */
export function batchRowColumns(
  t: TFunction,
  mailName: (template: string) => string,
): TableColumn<BatchRow>[] {
  return [
    {
      id: 'service',
      title: t('batches.service'),
      render: ({ service }) => (
        <>
          {service.number !== null && `#${service.number} `}
          {service.name}
        </>
      ),
      isMain: true,
      cutAt: 190,
    },
    {
      id: 'customer',
      title: t('services.customer'),
      render: ({ service }) => service.customerName,
      cutAt: 130,
    },
    {
      id: 'state',
      title: t('batches.state'),
      render: ({ state }) => <StatusBadge kind="batchRow" status={state} />,
    },
    { id: 'what', title: t('batches.what'), render: (row) => <What row={row} /> },
    {
      id: 'status',
      title: t('services.status'),
      render: ({ outcome }) =>
        outcome?.statusFrom && outcome.statusTo && outcome.statusFrom !== outcome.statusTo ? (
          <StatusMove from={outcome.statusFrom} to={outcome.statusTo} />
        ) : (
          '–'
        ),
    },
    {
      id: 'server',
      title: t('services.server'),
      render: ({ outcome }) => outcome?.serverName ?? '–',
    },
    {
      id: 'money',
      title: t('batches.money'),
      render: ({ outcome }) => <MoneyText value={outcome?.money} />,
      align: 'end',
    },
    {
      id: 'mail',
      title: t('batches.mail'),
      render: ({ outcome }) => (outcome?.mail ? mailName(outcome.mail) : '–'),
      cutAt: 140,
    },
    {
      id: 'operation',
      title: t('batches.operation'),
      render: ({ outcome, operationId }) => {
        const kind = outcome?.operation
          ? t(`ui.operation.kind.${outcome.operation}`, { defaultValue: outcome.operation })
          : '–'
        if (!operationId) return kind
        return <TextLink to={`/admin/operations/${operationId}`}>{kind}</TextLink>
      },
    },
    {
      id: 'finished',
      title: t('batches.finishedAt'),
      render: ({ finishedAt }) => <TimeText at={finishedAt} />,
    },
  ]
}

/** Why it failed or is skipped; else what will happen or has happened. */
function What({ row }: { row: BatchRow }) {
  const wrapped = { whiteSpace: 'normal', minWidth: 270, maxWidth: 420 } as const
  if (row.error) {
    return (
      <Text span inherit c="red" style={{ ...wrapped, display: 'inline-block' }}>
        {row.error}
      </Text>
    )
  }
  return (
    <Text
      span
      inherit
      c={row.reason ? 'dimmed' : undefined}
      style={{ ...wrapped, display: 'inline-block' }}
    >
      {row.reason?.text ?? (row.effects.join(' ') || '–')}
    </Text>
  )
}
