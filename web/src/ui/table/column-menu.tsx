import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Popover,
  SegmentedControl,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core'
import { IconAdjustmentsHorizontal, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TableColumn } from './table-types.ts'
import type { useTableLayout } from './use-table-layout.ts'

/** Chooses and orders columns and the density. */
export function ColumnMenu<Row>({ layout }: { layout: ReturnType<typeof useTableLayout<Row>> }) {
  const { t } = useTranslation()
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={t('ui.table.layout')}>
          <ActionIcon variant="default" size={30} aria-label={t('ui.table.layout')}>
            <IconAdjustmentsHorizontal size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <SegmentedControl
            size="xs"
            fullWidth
            value={layout.density}
            onChange={(value) => layout.setDensity(value === 'roomy' ? 'roomy' : 'compact')}
            data={[
              { value: 'compact', label: t('ui.table.compact') },
              { value: 'roomy', label: t('ui.table.roomy') },
            ]}
          />
          <Text size="xs" c="dimmed">
            {t('ui.table.columns')}
          </Text>
          {layout.ordered.map((column) => (
            <ColumnRow key={column.id} column={column} layout={layout} />
          ))}
          <Button variant="subtle" size="compact-xs" onClick={layout.reset}>
            {t('ui.table.resetColumns')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function ColumnRow<Row>(props: {
  column: TableColumn<Row>
  layout: ReturnType<typeof useTableLayout<Row>>
}) {
  const { t } = useTranslation()
  const { column, layout } = props
  return (
    <Group justify="space-between" wrap="nowrap">
      <Checkbox
        size="xs"
        label={column.title}
        checked={column.isMain || layout.isShown(column.id)}
        disabled={column.isMain}
        onChange={() => layout.toggle(column.id)}
      />
      <Group gap={0} wrap="nowrap">
        <ActionIcon
          size="xs"
          aria-label={t('ui.table.moveUp', { column: column.title })}
          onClick={() => layout.move(column.id, -1)}
        >
          <IconChevronUp size={12} />
        </ActionIcon>
        <ActionIcon
          size="xs"
          aria-label={t('ui.table.moveDown', { column: column.title })}
          onClick={() => layout.move(column.id, 1)}
        >
          <IconChevronDown size={12} />
        </ActionIcon>
      </Group>
    </Group>
  )
}
