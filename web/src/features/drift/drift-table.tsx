import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionItems } from '../../ui/action/action-menu.tsx'
import { verbOf } from '../../ui/action/action-types.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableFilter, TableSelection, TableTab } from '../../ui/table/table-types.ts'
import { type ListState, useListState } from '../../ui/table/use-list-state.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { driftContext, inOrder } from './drift-actions.ts'
import { DriftBulk } from './drift-bulk.tsx'
import { driftColumns } from './drift-columns.tsx'
import { type ChosenFix, DriftDialog } from './drift-dialog.tsx'
import { ALL_KINDS, DRIFT_FILTERS, driftFilters, driftQuery, kindTabs } from './drift-list.ts'
import { countDrift, type DriftCounts, type DriftRow, listDrift } from './drift-requests.ts'
import { LastCompared } from './last-compared.tsx'

const LIST = {
  sort: '-firstSeenAt',
  tab: ALL_KINDS,
  filters: DRIFT_FILTERS,
  names: { search: 'q', tab: 'kind' },
}

interface DriftTableProps {
  name: string
  /** What the page has narrowed the inbox to already. */
  fixed?: Record<string, string>
  /** Columns and filters that the page says already. */
  without?: readonly string[]
}

/** Where the books and the servers disagree, each with its ways out. */
export function DriftTable({ name, fixed = {}, without = [] }: DriftTableProps) {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const counts = useDriftCounts(list, fixed)
  const filters = useDriftFilters(counts, without)
  const [chosen, setChosen] = useState<ChosenFix | null>(null)
  const query = { ...driftQuery(list), ...fixed }
  const rows = useQuery({
    queryKey: ['drift', 'list', query],
    queryFn: () => listDrift(query),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <DataTable
        name={name}
        list={list}
        query={rows}
        columns={driftColumns(t, {
          without,
          onChoose: (row, verb) => setChosen({ row, verb }),
        })}
        tabs={useKindTabs(counts, list.tab)}
        filters={filters}
        searchLabel={t('drift.search')}
        rowMenu={(row) => (
          <ActionItems
            actions={inOrder(row.actions)}
            onOpen={({ id }) => setChosen({ row, verb: verbOf(id) })}
            {...driftContext(row, '')}
          />
        )}
        bulkBar={(selection) => (
          <Bulk
            selection={selection}
            filters={{ ...driftFilters(list), ...fixed }}
            sample={rows.data?.items[0]}
          />
        )}
        empty={{
          title: t('drift.empty'),
          text: t('drift.emptyText'),
          action: <LastCompared serverId={fixed.serverId} />,
        }}
      />
      {chosen && (
        <DriftDialog
          key={`${chosen.row.id}:${chosen.verb}`}
          chosen={chosen}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  )
}

function Bulk(props: {
  selection: TableSelection<DriftRow>
  filters: Record<string, string>
  sample: DriftRow | undefined
}) {
  const { selection, filters } = props
  if (selection.kind === 'all_matching') {
    const { sample } = props
    if (!sample) return null
    const kind = filters.kind ?? null
    return <DriftBulk select={{ filters }} count={selection.count} sample={sample} kind={kind} />
  }
  const [first, ...others] = selection.rows
  if (!first) return null
  const kind = others.every((row) => row.kind === first.kind) ? first.kind : null
  const ids = selection.rows.map(({ id }) => id)
  return <DriftBulk select={{ ids }} count={ids.length} sample={first} kind={kind} />
}

function useDriftCounts(list: ListState, fixed: Record<string, string>): DriftCounts | undefined {
  const query = { ...driftFilters({ ...list, tab: null }), ...fixed }
  const counts = useQuery({
    queryKey: ['drift', 'counts', query],
    queryFn: () => countDrift(query),
    placeholderData: keepPreviousData,
  })
  return counts.data
}

function useKindTabs(counts: DriftCounts | undefined, open: string | null): TableTab[] {
  const { t } = useTranslation()
  const label = (id: string) => t(id === ALL_KINDS ? 'drift.all' : `drift.kind.${id}`)
  if (!counts) return [{ id: ALL_KINDS, label: label(ALL_KINDS) }]
  return kindTabs(counts.kinds, open).map(({ id, count }) => ({ id, count, label: label(id) }))
}

function useDriftFilters(
  counts: DriftCounts | undefined,
  without: readonly string[],
): TableFilter[] {
  const { t } = useTranslation()
  const one = (id: string, values: string[]) => ({
    ...{ id, label: t(`drift.filter.${id}`), kind: 'choice' as const },
    options: values.map((value) => ({ value, label: t(`drift.${id}Is.${value}`) })),
  })
  const servers = (counts?.servers ?? []).map((server) => ({
    value: server.id,
    label: `${server.name} (${server.n})`,
  }))
  const filters: TableFilter[] = [
    one('state', ['ignored', 'settled']),
    { id: 'serverId', label: t('drift.filter.serverId'), kind: 'choice', options: servers },
    one('otherInstallation', ['true', 'false']),
    {
      ...{ id: 'customerId', label: t('drift.filter.customerId') },
      ...{ kind: 'lookup', lookup: customerLookup },
    },
  ]
  return filters.filter(({ id }) => !without.includes(id))
}
