import { Badge, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import { CountedSteps } from './counted-steps.tsx'
import { listRuns } from './run-requests.ts'
import type { SweepRun } from './run-types.ts'

const LIST = { sort: '', limit: 50, filters: [] }
const LOOK_MS = 30_000

/** Every run that did something, the newest first. */
export function RunList() {
  const { t } = useTranslation()
  const format = useFormat()
  const list = useListState(LIST)
  const runs = useQuery({
    queryKey: ['automation', 'runs', list.query],
    queryFn: () => listRuns(list.query),
    placeholderData: keepPreviousData,
    refetchInterval: list.page === 1 ? LOOK_MS : false,
  })
  return (
    <DataTable
      name="runs"
      list={list}
      query={runs}
      columns={runColumns(t, format)}
      rowTo={(run) => `/admin/automation/runs/${run.id}`}
      empty={{ title: t('automation.runs.empty'), text: t('automation.runs.emptyText') }}
    />
  )
}

function runColumns(t: TFunction, format: ReturnType<typeof useFormat>): TableColumn<SweepRun>[] {
  const title = (id: string) => t(`automation.runs.${id}`)
  return [
    {
      ...{ id: 'at', title: title('at'), isMain: true },
      render: (run) => <TimeText at={run.startedAt} as="instant" />,
    },
    {
      ...{ id: 'took', title: title('took'), align: 'end' },
      render: (run) => <span className="tabular">{format.duration(run.tookMs)}</span>,
    },
    {
      ...{ id: 'services', title: title('services'), align: 'end' },
      render: (run) => <span className="tabular">{format.number(run.decided)}</span>,
    },
    {
      ...{ id: 'steps', title: title('steps') },
      render: (run) => <CountedSteps steps={run.steps} />,
    },
    {
      ...{ id: 'held', title: title('held'), align: 'end' },
      render: (run) => <Count count={sum(run.held)} color="orange" />,
    },
    {
      ...{ id: 'failures', title: title('failures'), align: 'end' },
      render: (run) => <Count count={run.failures} color="red" />,
    },
    {
      ...{ id: 'worker', title: title('worker'), isHiddenAtFirst: true },
      render: (run) => run.worker || '–',
    },
  ]
}

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

/** A number that wants a look, when it is not 0. */
export function Count({ count, color }: { count: number; color: string }) {
  const format = useFormat()
  if (count === 0) {
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    )
  }
  return (
    <Badge variant="light" color={color} radius="sm" className="tabular">
      {format.number(count)}
    </Badge>
  )
}
