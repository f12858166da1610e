import { Group, Tabs, Text } from '@mantine/core'
import { useFormat } from '../../i18n/format.ts'
import type { DataTableProps } from './table-types.ts'

/** The tabs above a list, each with how many there are. */
export function StatusTabs<Row extends { id: string }>({ list, tabs = [] }: DataTableProps<Row>) {
  const format = useFormat()
  // Without a tab of its own the address leaves every tab to be reached by the keyboard.
  const open = tabs.find((tab) => tab.id === list.tab)?.id ?? null
  return (
    <Tabs value={open} onChange={(tab) => tab && list.change({ tab })}>
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
                  {tab.isMore && '+'}
                </Text>
              )}
            </Group>
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  )
}
