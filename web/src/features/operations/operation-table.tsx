import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../ui/table/data-table.tsx'
import { withTabFilter } from '../../ui/table/tab-filter.ts'
import type { TableSelection } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { ManyOperations } from './many-operations.tsx'
import {
  type ChosenOperationAction,
  ChosenOperationDialog,
  OperationRowMenu,
} from './operation-actions.tsx'
import { operationColumns } from './operation-columns.tsx'
import { useOperationFilters } from './operation-filters.ts'
import {
  OPERATION_FILTERS,
  operationFilters,
  operationQuery,
  STATE_FILTER,
} from './operation-list.ts'
import { listOperations, type OperationRow, type OperationSelect } from './operation-requests.ts'
import { useOperationTabs } from './operation-tabs.ts'

const LIST = {
  sort: '-createdAt',
  tab: 'open',
  filters: OPERATION_FILTERS,
  names: { search: 'q', tab: STATE_FILTER.name },
}

interface OperationTableProps {
  /** Names the table: its columns are remembered under it. */
  name: string
  /** What the page has narrowed the list to already, by the API's names. */
  fixed?: Record<string, string>
  /** Columns and filters that the page says already. */
  without?: readonly string[]
}

/** Operations, live: open ones first, every other a tab away. */
export function OperationTable({ name, fixed = {}, without }: OperationTableProps) {
  const { t } = useTranslation()
  const address = useListState(LIST)
  const list = withTabFilter(address, STATE_FILTER)
  const tabs = useOperationTabs(address, fixed)
  const filters = useOperationFilters(without)
  const [chosen, setChosen] = useState<ChosenOperationAction | null>(null)
  const query = { ...operationQuery(address), ...fixed }
  const operations = useQuery({
    queryKey: ['operation', 'list', query],
    queryFn: () => listOperations(query),
    placeholderData: keepPreviousData,
  })
  const isCalm = list.tab === LIST.tab
  return (
    <>
      <DataTable
        name={name}
        list={list}
        query={operations}
        columns={operationColumns(t, without)}
        tabs={tabs}
        filters={filters}
        searchLabel={t('operations.search')}
        rowTo={(row) => `/admin/operations/${row.id}`}
        rowMenu={(row) => <OperationRowMenu operation={row} onChoose={setChosen} />}
        bulkBar={(selection, clear) => (
          <ManyOperations
            select={selectOf(selection, { ...operationFilters(address), ...fixed })}
            count={selection.kind === 'rows' ? selection.rows.length : selection.count}
            onDone={clear}
          />
        )}
        empty={{
          title: t(isCalm ? 'operations.calm' : 'operations.empty'),
          text: t(isCalm ? 'operations.calmText' : 'operations.emptyText'),
        }}
      />
      {chosen && <ChosenOperationDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

function selectOf(
  selection: TableSelection<OperationRow>,
  filters: Record<string, string>,
): OperationSelect {
  return selection.kind === 'rows' ? { ids: selection.rows.map(({ id }) => id) } : { filters }
}
