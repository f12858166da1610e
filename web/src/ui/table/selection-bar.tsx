import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { mayTakeAll, type Selection } from './selection.ts'
import type { DataTableProps, Page, TableSelection } from './table-types.ts'

interface SelectionBarProps<Row extends { id: string }> {
  selection: Selection<Row>
  page: Page<Row> | undefined
  bulkBar: NonNullable<DataTableProps<Row>['bulkBar']>
  onTakeAll: () => void
  onClear: () => void
}

/** What is selected and what can be done with it; offers to take all that match. */
export function SelectionBar<Row extends { id: string }>(props: SelectionBarProps<Row>) {
  const { t } = useTranslation()
  const format = useFormat()
  const { selection, page, onClear } = props
  const { rows, isAll } = selection
  const total = page?.total ?? { count: rows.length, exact: true }
  const taken: TableSelection<Row> = isAll
    ? { kind: 'all_matching', count: total.count, isExact: total.exact }
    : { kind: 'rows', rows }
  const words = (key: string, moreKey: string) =>
    t(total.exact ? key : moreKey, { count: total.count, total: format.number(total.count) })
  return (
    <Group
      px="sm"
      py={6}
      gap="xs"
      role="region"
      aria-label={t('ui.table.selection')}
      bg="var(--mantine-primary-color-light)"
    >
      <Text size="sm" fw={600} role="status">
        {isAll
          ? words('ui.table.allSelected', 'ui.table.moreSelected')
          : t('ui.table.selected', { count: rows.length })}
      </Text>
      {!isAll && mayTakeAll(selection, page?.items ?? [], total.count) && (
        <Button variant="subtle" size="compact-xs" onClick={props.onTakeAll}>
          {words('ui.table.selectMatching', 'ui.table.selectMoreMatching')}
        </Button>
      )}
      <Button variant="subtle" size="compact-xs" color="gray" c="inherit" onClick={onClear}>
        {t('ui.table.clearSelection')}
      </Button>
      <Group gap={6} ml="auto">
        {props.bulkBar(taken, onClear)}
      </Group>
    </Group>
  )
}
