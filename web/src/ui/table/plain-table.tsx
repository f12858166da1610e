import { Box, ScrollArea, Table } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { EmptyState, ErrorState, LoadingState } from '../state/states.tsx'
import type { TableColumn } from './table-types.ts'

interface PlainTableProps<Row extends { id: string }> {
  query: UseQueryResult<{ items: Row[] }, Error>
  columns: TableColumn<Row>[]
  empty: { title: string; text?: string }
  /** Where a click on a row leads. */
  rowTo?: (row: Row) => string
  /** Names the table for those who do not see it. */
  label: string
}

/** A short list inside a page: no search, no paging; columns that a list hides at first stay away. */
export function PlainTable<Row extends { id: string }>(props: PlainTableProps<Row>) {
  const { query, rowTo } = props
  const columns = props.columns.filter(({ isHiddenAtFirst }) => !isHiddenAtFirst)
  const navigate = useNavigate()
  if (query.isPending) return <LoadingState />
  if (query.isError) {
    return (
      <Box p="sm">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Box>
    )
  }
  if (query.data.items.length === 0) return <EmptyState {...props.empty} />
  return (
    <ScrollArea type="auto" offsetScrollbars="x" viewportProps={{ tabIndex: 0 }}>
      <Table
        highlightOnHover={Boolean(rowTo)}
        aria-label={props.label}
        fz="sm"
        className="unbroken"
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th
                key={column.id}
                ta={column.align === 'end' ? 'right' : undefined}
                fz="xs"
                c="dimmed"
                style={{ whiteSpace: 'nowrap' }}
              >
                {column.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {query.data.items.map((row) => (
            <Table.Tr
              key={row.id}
              style={rowTo ? { cursor: 'pointer' } : undefined}
              onClick={rowTo ? () => void navigate({ to: rowTo(row) }) : undefined}
            >
              {columns.map((column) => (
                <Table.Td key={column.id} ta={column.align === 'end' ? 'right' : undefined}>
                  {column.render(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )
}
