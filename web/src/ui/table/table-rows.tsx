import 'mantine-datatable/styles.css'
import './data-table.css'
import { VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { type DataTableColumn, DataTable as MantineDataTable } from 'mantine-datatable'
import { useTranslation } from 'react-i18next'
import { CardList } from './card-list.tsx'
import { RowMenu } from './row-menu.tsx'
import type { DataTableProps, TableColumn } from './table-types.ts'
import type { useSelection } from './use-selection.ts'
import type { useTableLayout } from './use-table-layout.ts'

/** Pale enough that dimmed words stay readable on it. */
const HOVERED = { light: 'var(--mantine-color-gray-1)', dark: 'var(--mantine-color-dark-6)' }

type TableRowsProps<Row extends { id: string }> = DataTableProps<Row> & {
  rows: Row[]
  layout: ReturnType<typeof useTableLayout<Row>>
  /** Null where nothing can be ticked. */
  ticks: ReturnType<typeof useSelection<Row>> | null
}

/** The rows: a table, or cards where it is too narrow for one. */
export function TableRows<Row extends { id: string }>(props: TableRowsProps<Row>) {
  const { list, rows, layout, rowTo, rowMenu, query, ticks } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isNarrow = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false })
  if (isNarrow) {
    const { shown } = layout
    return <CardList rows={rows} columns={shown} rowTo={rowTo} rowMenu={rowMenu} ticks={ticks} />
  }
  const columns = layout.shown.map((column) => toColumn(column, rowTo))
  if (rowMenu) {
    columns.push({
      accessor: 'row-menu',
      title: <VisuallyHidden>{t('ui.table.rowMenu')}</VisuallyHidden>,
      width: 44,
      textAlign: 'right',
      render: (row) => <RowMenu label={t('ui.table.rowMenu')}>{rowMenu(row)}</RowMenu>,
    })
  }
  const words = { all: t('ui.table.selectAll'), one: t('ui.table.selectRow') }
  const descending = list.sort.startsWith('-')
  const sorted = layout.ordered.find((column) => column.sortKey === list.sort.replace(/^-/, ''))
  return (
    <MantineDataTable<Row>
      className="berth-table"
      records={rows}
      columns={columns}
      idAccessor="id"
      verticalSpacing={layout.density === 'compact' ? 2 : 10}
      backgroundColor="var(--berth-surface)"
      borderColor="var(--berth-line)"
      rowBorderColor="var(--berth-line)"
      horizontalSpacing="xs"
      highlightOnHover
      highlightOnHoverColor={HOVERED}
      fetching={query.isFetching && query.isPlaceholderData}
      sortStatus={{ columnAccessor: sorted?.id ?? '', direction: descending ? 'desc' : 'asc' }}
      onSortStatusChange={({ columnAccessor, direction }) => {
        const key = layout.ordered.find((column) => column.id === columnAccessor)?.sortKey
        if (key) list.change({ sort: direction === 'desc' ? `-${key}` : key })
      }}
      onRowClick={rowTo ? ({ record }) => void navigate({ to: rowTo(record) }) : undefined}
      customRowAttributes={(row) => ({ 'data-row': row.id, tabIndex: -1 })}
      pinLastColumn={rowMenu !== undefined}
      minHeight={0}
      {...(ticks ? ticking(rows, ticks, words) : {})}
    />
  )
}

function ticking<Row extends { id: string }>(
  rows: Row[],
  ticks: ReturnType<typeof useSelection<Row>>,
  words: { all: string; one: string },
) {
  const { selection } = ticks
  return {
    selectedRecords: selection.isAll ? rows : selection.rows,
    onSelectedRecordsChange: ticks.setRows,
    selectionColumnStyle: { width: 36 },
    allRecordsSelectionCheckboxProps: { 'aria-label': words.all, size: 'xs' },
    getRecordSelectionCheckboxProps: () => ({ 'aria-label': words.one, size: 'xs' }),
  }
}

function toColumn<Row extends { id: string }>(
  column: TableColumn<Row>,
  rowTo: ((row: Row) => string) | undefined,
): DataTableColumn<Row> {
  return {
    accessor: column.id,
    title: column.title,
    sortable: Boolean(column.sortKey),
    textAlign: column.align === 'end' ? 'right' : 'left',
    width: column.width,
    cellsStyle: column.cutAt
      ? () => ({ maxWidth: column.cutAt, overflow: 'hidden', textOverflow: 'ellipsis' })
      : undefined,
    render: (row) =>
      column.isMain && rowTo ? (
        <Link className="row-link" to={rowTo(row)} onClick={(event) => event.stopPropagation()}>
          {column.render(row)}
        </Link>
      ) : (
        column.render(row)
      ),
  }
}
