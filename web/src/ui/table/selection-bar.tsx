import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DataTableProps, Page, TableSelection } from './table-types.ts'

interface SelectionBarProps<Row extends { id: string }> {
  rows: Row[]
  page: Page<Row> | undefined
  bulkBar: NonNullable<DataTableProps<Row>['bulkBar']>
  onClear: () => void
}

/** What is selected and what can be done with it; offers to take all that match. */
export function SelectionBar<Row extends { id: string }>(props: SelectionBarProps<Row>) {
  const { t } = useTranslation()
  const { rows, page, onClear } = props
  const [isAll, setAll] = useState(false)
  const total = page?.total?.count ?? rows.length
  const isWholePage = page !== undefined && rows.length >= page.items.length && total > rows.length
  const selection: TableSelection<Row> = isAll
    ? { kind: 'all_matching', count: total }
    : { kind: 'rows', rows }
  return (
    <Group
      px="sm"
      py={6}
      gap="xs"
      role="region"
      aria-label={t('ui.table.selection')}
      bg="var(--mantine-primary-color-light)"
    >
      <Text size="sm" fw={600}>
        {t('ui.table.selected', { count: isAll ? total : rows.length })}
      </Text>
      {isWholePage && !isAll && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {t('ui.table.selectMatching', { count: total })}
        </Button>
      )}
      <Button variant="subtle" size="compact-xs" color="gray" onClick={onClear}>
        {t('ui.table.clearSelection')}
      </Button>
      <Group gap={6} ml="auto">
        {props.bulkBar(selection, onClear)}
      </Group>
    </Group>
  )
}
