import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { type DriftBatch, type DriftBatchRow, listDriftBatchRows } from './drift-batch-requests.ts'
import { DriftKind } from './drift-words.tsx'

const LIST = { sort: '', tab: 'all', limit: 50, filters: [], names: { tab: 'state' } }
const STATES = ['willDo', 'waiting', 'done', 'failed', 'skipped', 'cancelled'] as const

/** A fix goes on behind a row that is done; no word of the stream names the batch then. */
const LOOK_AGAIN_MS = 3000

/** Every row of a fix of many: what will happen to it or why not, then what came of it. */
export function DriftBatchRows({ batch }: { batch: DriftBatch }) {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const isAll = list.tab === LIST.tab || list.tab === null
  const query = { ...list.query, ...(isAll ? {} : { state: list.tab ?? '' }) }
  const rows = useQuery({
    queryKey: ['drift_batch', batch.id, 'rows', query],
    queryFn: async () => {
      const page = await listDriftBatchRows(batch.id, query)
      return { ...page, items: page.items.map((row) => ({ ...row, id: row.driftId })) }
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ driftState }) => driftState === 'fixing') ? LOOK_AGAIN_MS : false,
  })
  const { counts } = batch
  return (
    <DataTable
      name="drift-batch-rows"
      list={list}
      query={rows}
      columns={rowColumns(t)}
      tabs={[
        { id: 'all', label: t('drift.all'), count: counts.total },
        ...STATES.filter((state) => counts[state] > 0 || state === list.tab).map((state) => ({
          ...{ id: state, count: counts[state] },
          label: t(`ui.status.batchRow.${state}`),
        })),
      ]}
      empty={{
        title: t(batch.state === 'planning' ? 'drift.batch.noRowsYet' : 'drift.batch.noRows'),
      }}
    />
  )
}

type Row = DriftBatchRow & { id: string }

function rowColumns(t: TFunction): TableColumn<Row>[] {
  return [
    {
      id: 'subject',
      title: t('drift.subject'),
      isMain: true,
      cutAt: 220,
      render: ({ service, remoteId }) =>
        service ? (
          <>
            <TextLink to={`/admin/services/${service.id}`} isQuiet>
              {service.name} #{service.number}
            </TextLink>
            <Text span inherit c="dimmed">
              {` · ${remoteId}`}
            </Text>
          </>
        ) : (
          remoteId
        ),
    },
    { id: 'kind', title: t('drift.what'), render: (row) => <DriftKind kind={row.kind} /> },
    { id: 'server', title: t('drift.server'), render: (row) => row.serverName ?? '–' },
    {
      id: 'state',
      title: t('drift.state'),
      render: ({ state, driftState }) =>
        state === 'done' ? (
          <StatusBadge kind="drift" status={driftState} />
        ) : (
          <StatusBadge kind="batchRow" status={state} />
        ),
    },
    { id: 'happens', title: t('drift.batch.happens'), render: (row) => <Happens row={row} /> },
    {
      id: 'operation',
      title: t('operations.kind'),
      render: ({ operationId }) =>
        operationId ? (
          <TextLink to={`/admin/operations/${operationId}`}>{t('drift.batch.open')}</TextLink>
        ) : (
          '–'
        ),
    },
  ]
}

/** What will happen or has happened; why not, or what went wrong. */
function Happens({ row }: { row: Row }) {
  const words = row.error?.message ?? row.reason?.text ?? row.effects.join(' ')
  return (
    <Text
      span
      inherit
      c={row.error ? 'red' : row.reason ? 'dimmed' : undefined}
      style={{
        ...{ display: 'inline-block', whiteSpace: 'normal' },
        ...{ minWidth: 230, maxWidth: 420 },
      }}
    >
      {words || '–'}
    </Text>
  )
}
