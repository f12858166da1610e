import { Box, Checkbox, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RowMenu } from './row-menu.tsx'
import type { DataTableProps, TableColumn } from './table-types.ts'
import type { useSelection } from './use-selection.ts'

type CardListProps<Row extends { id: string }> = Pick<DataTableProps<Row>, 'rowTo' | 'rowMenu'> & {
  rows: Row[]
  columns: TableColumn<Row>[]
  /** Null where nothing can be ticked. */
  ticks: ReturnType<typeof useSelection<Row>> | null
}

/** The rows as cards, for screens too narrow for a table. */
export function CardList<Row extends { id: string }>(props: CardListProps<Row>) {
  const { t } = useTranslation()
  const { rows, columns, rowTo, rowMenu, ticks } = props
  const main = columns.find((column) => column.isMain) ?? columns[0]
  return (
    <Box component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <Box
          component="li"
          key={row.id}
          data-row={row.id}
          tabIndex={-1}
          px="sm"
          py="xs"
          style={{ borderTop: '1px solid var(--berth-line)' }}
        >
          <Group justify="space-between" wrap="nowrap" mb={4}>
            <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
              {ticks && (
                <Checkbox
                  aria-label={t('ui.table.selectRow')}
                  checked={ticks.isTicked(row)}
                  onChange={() => ticks.toggle(row)}
                />
              )}
              <Text component="div" fw={600} size="sm">
                {rowTo ? (
                  <Link className="row-link" to={rowTo(row)} style={{ color: 'inherit' }}>
                    {main?.render(row)}
                  </Link>
                ) : (
                  main?.render(row)
                )}
              </Text>
            </Group>
            {rowMenu && <RowMenu label={t('ui.table.rowMenu')}>{rowMenu(row)}</RowMenu>}
          </Group>
          {columns
            .filter((column) => column !== main)
            .map((column) => (
              <Group key={column.id} justify="space-between" gap="xs" py={1} fz="sm">
                <Text size="xs" c="dimmed">
                  {column.title}
                </Text>
                <Box ta="end">{column.render(row)}</Box>
              </Group>
            ))}
        </Box>
      ))}
    </Box>
  )
}
