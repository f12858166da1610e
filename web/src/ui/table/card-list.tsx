import { Box, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RowMenu } from './row-menu.tsx'
import type { DataTableProps, TableColumn } from './table-types.ts'

type CardListProps<Row extends { id: string }> = Pick<DataTableProps<Row>, 'rowTo' | 'rowMenu'> & {
  rows: Row[]
  columns: TableColumn<Row>[]
}

/** The rows as cards, for screens too narrow for a table. */
export function CardList<Row extends { id: string }>(props: CardListProps<Row>) {
  const { t } = useTranslation()
  const { rows, columns, rowTo, rowMenu } = props
  const main = columns.find((column) => column.isMain) ?? columns[0]
  return (
    <Box component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <Box
          component="li"
          key={row.id}
          px="sm"
          py="xs"
          style={{ borderTop: '1px solid var(--berth-line)' }}
        >
          <Group justify="space-between" wrap="nowrap" mb={4}>
            <Text component="div" fw={600} size="sm">
              {rowTo ? (
                <Link to={rowTo(row)} style={{ color: 'inherit' }}>
                  {main?.render(row)}
                </Link>
              ) : (
                main?.render(row)
              )}
            </Text>
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
