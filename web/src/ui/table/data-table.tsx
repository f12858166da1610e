import { Box, Group, Paper, Skeleton, Stack } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useArea } from '../area.ts'
import { EmptyState, ErrorState } from '../state/states.tsx'
import { ColumnMenu } from './column-menu.tsx'
import { FilterButton, FilterChips } from './filter-bar.tsx'
import { PagingBar } from './paging-bar.tsx'
import { SearchBox } from './search-box.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { ShortcutsButton, ShortcutsDialog } from './shortcuts-dialog.tsx'
import { shortcutsOf } from './table-keys.ts'
import { TableRows } from './table-rows.tsx'
import { StatusTabs } from './table-tabs.tsx'
import type { DataTableProps } from './table-types.ts'
import { useSelection } from './use-selection.ts'
import { useTableKeys } from './use-table-keys.ts'
import { useTableLayout } from './use-table-layout.ts'

/**
 * A list as every screen shows it: tabs, search, filters, columns, sorting, selection and paging,
 * all of it in the URL and on the keyboard. On a phone the rows become cards.
 */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { list, query, columns, filters, searchLabel, toolbar, bulkBar } = props
  const layout = useTableLayout(props.name, columns, list)
  const page = query.data
  const rows = page?.items ?? []
  const ticks = useSelection(list, rows)
  const keys = useKeys(props, ticks)
  return (
    <Paper style={{ overflow: 'hidden' }} ref={keys.container}>
      {props.tabs && <StatusTabs {...props} />}
      <Group px="sm" py="xs" gap={6}>
        {props.views}
        {searchLabel && <SearchBox list={list} label={searchLabel} inputRef={keys.search} />}
        {filters && <FilterButton list={list} filters={filters} />}
        <Group gap={6} ml="auto">
          {typeof toolbar === 'function' ? toolbar(layout.shown) : toolbar}
          <ShortcutsButton onOpen={keys.openHelp} />
          <ColumnMenu layout={layout} />
        </Group>
      </Group>
      {filters && <FilterChips list={list} filters={filters} />}
      {bulkBar && ticks.selection.rows.length > 0 && (
        <SelectionBar
          selection={ticks.selection}
          page={page}
          bulkBar={bulkBar}
          onTakeAll={ticks.takeAll}
          onClear={ticks.clear}
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
        <TableRows {...props} rows={rows} layout={layout} ticks={bulkBar ? ticks : null} />
      )}
      <PagingBar list={list} page={page} />
      {keys.help}
    </Paper>
  )
}

/** The keyboard of the list and the dialog that explains it. */
function useKeys<Row extends { id: string }>(
  { searchLabel, rowTo, bulkBar }: DataTableProps<Row>,
  ticks: ReturnType<typeof useSelection<Row>>,
) {
  const area = useArea()
  const container = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const [isHelpOpen, setHelpOpen] = useState(false)
  useTableKeys({
    container,
    search,
    onToggle: bulkBar ? ticks.toggleId : undefined,
    onClear: bulkBar && ticks.selection.rows.length > 0 ? ticks.clear : undefined,
    onHelp: () => setHelpOpen(true),
  })
  const shortcuts = shortcutsOf({
    search: searchLabel !== undefined,
    open: rowTo !== undefined,
    select: bulkBar !== undefined,
    palette: area === 'admin',
  })
  return {
    container,
    search,
    openHelp: () => setHelpOpen(true),
    help: isHelpOpen && (
      <ShortcutsDialog shortcuts={shortcuts} onClose={() => setHelpOpen(false)} />
    ),
  }
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
