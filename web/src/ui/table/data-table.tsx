import 'mantine-datatable/styles.css'
import './data-table.css'
import { Box, Group, Paper, Skeleton, Stack, Tabs, Text, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconSearchOff } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { type DataTableColumn, DataTable as MantineDataTable } from 'mantine-datatable'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { EmptyState, ErrorState } from '../state/states.tsx'
import { CardList } from './card-list.tsx'
import { ColumnMenu } from './column-menu.tsx'
import { FilterButton, FilterChips, SearchBox } from './filter-bar.tsx'
import { PagingBar } from './paging-bar.tsx'
import { RowMenu } from './row-menu.tsx'
import { SelectionBar } from './selection-bar.tsx'
import type { DataTableProps, TableColumn } from './table-types.ts'
import { useTableLayout } from './use-table-layout.ts'

/**
 * A list as every screen shows it: tabs, search, filters, columns, sorting, selection and paging,
 * all of it in the URL. On a phone the rows become cards.
 */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { list, query, columns, filters, searchLabel, toolbar } = props
  const layout = useTableLayout(props.name, columns)
  const [ticked, setTicked] = useState<Row[]>([])
  const page = query.data
  const rows = page?.items ?? []
  return (
    <Paper style={{ overflow: 'hidden' }}>
      {props.tabs && <StatusTabs {...props} />}
      <Group px="sm" py="xs" gap={6}>
        {searchLabel && <SearchBox list={list} label={searchLabel} />}
        {filters && <FilterButton list={list} filters={filters} />}
        <Group gap={6} ml="auto">
          {toolbar}
          <ColumnMenu layout={layout} />
        </Group>
      </Group>
      {filters && <FilterChips list={list} filters={filters} />}
      {props.bulkBar && ticked.length > 0 && (
        <SelectionBar
          key={ticked.map((row) => row.id).join()}
          rows={ticked}
          page={page}
          bulkBar={props.bulkBar}
          onClear={() => setTicked([])}
        />
      )}
      {query.isError && !page ? (
        <Box p="sm">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Box>
      ) : query.isPending ? (
        <LoadingRows />
      ) : rows.length === 0 ? (
        <NoRows {...props} />
      ) : (
        <Rows {...props} rows={rows} layout={layout} ticked={ticked} onTick={setTicked} />
      )}
      <PagingBar list={list} page={page} />
    </Paper>
  )
}

function StatusTabs<Row extends { id: string }>({ list, tabs = [] }: DataTableProps<Row>) {
  const format = useFormat()
  return (
    <Tabs value={list.tab} onChange={(tab) => list.change({ tab })}>
      <Tabs.List style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id} px="sm" py={9}>
            <Group gap={6} wrap="nowrap">
              <Text span size="sm" inherit>
                {tab.label}
              </Text>
              {typeof tab.count === 'number' && (
                <Text span size="xs" c="dimmed" className="tabular">
                  {format.number(tab.count)}
                </Text>
              )}
            </Group>
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}

function LoadingRows() {
  const { t } = useTranslation()
  return (
    <Stack gap={10} p="sm" role="status" aria-label={t('ui.state.loading')}>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={`row-${String(index)}`} height={18} />
      ))}
    </Stack>
  )
}

function NoRows<Row extends { id: string }>({ list, empty }: DataTableProps<Row>) {
  const { t } = useTranslation()
  if (!list.isFiltered) return <EmptyState {...empty} />
  return (
    <EmptyState
      icon={IconSearchOff}
      title={t('ui.table.noMatch')}
      text={t('ui.table.noMatchText')}
    />
  )
}

type RowsProps<Row extends { id: string }> = DataTableProps<Row> & {
  rows: Row[]
  layout: ReturnType<typeof useTableLayout<Row>>
  ticked: Row[]
  onTick: (rows: Row[]) => void
}

function Rows<Row extends { id: string }>(props: RowsProps<Row>) {
  const { list, rows, layout, rowTo, rowMenu, query } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const isNarrow = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false })
  if (isNarrow)
    return <CardList rows={rows} columns={layout.shown} rowTo={rowTo} rowMenu={rowMenu} />
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
  const descending = list.sort.startsWith('-')
  const sorted = layout.ordered.find((column) => column.sortKey === list.sort.replace(/^-/, ''))
  const selection = props.bulkBar
    ? {
        selectedRecords: props.ticked,
        onSelectedRecordsChange: props.onTick,
        allRecordsSelectionCheckboxProps: { 'aria-label': t('ui.table.selectAll'), size: 'xs' },
        getRecordSelectionCheckboxProps: () => ({
          'aria-label': t('ui.table.selectRow'),
          size: 'xs',
        }),
      }
    : {}
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
      fetching={query.isFetching && query.isPlaceholderData}
      sortStatus={{ columnAccessor: sorted?.id ?? '', direction: descending ? 'desc' : 'asc' }}
      onSortStatusChange={({ columnAccessor, direction }) => {
        const key = layout.ordered.find((column) => column.id === columnAccessor)?.sortKey
        if (key) list.change({ sort: direction === 'desc' ? `-${key}` : key })
      }}
      onRowClick={rowTo ? ({ record }) => void navigate({ to: rowTo(record) }) : undefined}
      minHeight={0}
      {...selection}
    />
  )
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
