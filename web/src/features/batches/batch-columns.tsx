import { Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { runProgress } from './batch-figures.ts'
import type { Batch } from './batch-requests.ts'

/** The columns of the list of batches. */
export function batchColumns(
  t: TFunction,
  words: { what: (batch: Batch) => string },
  number: (value: number) => string,
): TableColumn<Batch>[] {
  const count = (value: number) => (value === 0 ? '–' : number(value))
  return [
    {
      id: 'number',
      title: '#',
      render: ({ number: n }) => (
        <Text span inherit c="dimmed" className="tabular">
          #{n}
        </Text>
      ),
      width: 64,
    },
    { id: 'what', title: t('batches.action'), render: words.what, isMain: true },
    {
      id: 'state',
      title: t('batches.state'),
      render: ({ state }) => <StatusBadge kind="batch" status={state} />,
    },
    {
      id: 'services',
      title: t('batches.services'),
      render: ({ counts }) => number(counts.total),
      align: 'end',
    },
    {
      id: 'done',
      title: t('ui.status.batchRow.done'),
      render: ({ counts, confirmedAt }) => {
        if (!confirmedAt) return '–'
        return `${number(counts.done)} / ${number(runProgress(counts).of)}`
      },
      align: 'end',
    },
    {
      id: 'failed',
      title: t('ui.status.batchRow.failed'),
      render: ({ counts }) => (
        <Text span inherit c={counts.failed > 0 ? 'red' : undefined}>
          {count(counts.failed)}
        </Text>
      ),
      align: 'end',
    },
    {
      id: 'skipped',
      title: t('ui.status.batchRow.skipped'),
      render: ({ counts }) => count(counts.skipped),
      align: 'end',
    },
    { id: 'by', title: t('batches.createdBy'), render: ({ createdBy }) => createdBy.name },
    {
      id: 'created',
      title: t('batches.createdAt'),
      render: ({ createdAt }) => <TimeText at={createdAt} />,
    },
    {
      id: 'finished',
      title: t('batches.finishedAt'),
      render: ({ finishedAt }) => <TimeText at={finishedAt} />,
      isHiddenAtFirst: true,
    },
  ]
}
