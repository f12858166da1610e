import type { TFunction } from 'i18next'
import { verbOf } from '../../ui/action/action-types.ts'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { DriftBatch } from './drift-batch-requests.ts'

/** The columns of the list of fixes of many. */
export function driftBatchColumns(t: TFunction): TableColumn<DriftBatch>[] {
  const figure = (id: 'total' | 'done' | 'failed' | 'skipped'): TableColumn<DriftBatch> => ({
    id,
    title: id === 'total' ? t('drift.batch.total') : t(`ui.status.batchRow.${id}`),
    align: 'end',
    render: ({ counts }) => <span className="tabular">{counts[id]}</span>,
  })
  return [
    {
      id: 'action',
      title: t('drift.batch.action'),
      isMain: true,
      render: ({ number, action }) =>
        `${t('drift.batch.number', { number })} · ${t(`drift.actions.${verbOf(action)}.label`)}`,
    },
    {
      id: 'state',
      title: t('drift.state'),
      render: ({ state }) => <StatusBadge kind="batch" status={state} />,
    },
    ...(['total', 'done', 'failed', 'skipped'] as const).map(figure),
    { id: 'by', title: t('drift.batch.by'), render: ({ createdBy }) => createdBy.name },
    {
      id: 'created',
      title: t('drift.batch.at'),
      render: ({ createdAt }) => <TimeText at={createdAt} />,
    },
  ]
}
