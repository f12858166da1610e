import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../page/section.tsx'
import type { PanelBlock } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

/** A module's table: as it comes, without paging. */
export function PanelTable({ block }: { block: Extract<PanelBlock, { type: 'table' }> }) {
  const { t } = useTranslation()
  const { words, cell } = usePanelWords()
  const rows = block.rows.map((row, index) => ({ row, key: `row-${String(index)}` }))
  return (
    <Section title={block.title ? words(block.title) : t('ui.panel.table')} flush>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {block.columns.map((column) => (
                <Table.Th key={column.id} ta={column.align === 'end' ? 'right' : 'left'}>
                  {words(column.label)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ row, key }) => (
              <Table.Tr key={key}>
                {block.columns.map((column) => (
                  <Table.Td
                    key={column.id}
                    className="tabular"
                    ta={column.align === 'end' ? 'right' : 'left'}
                  >
                    {cell(row[column.id], column.unit)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md" ta="center">
          {block.empty ? words(block.empty) : t('ui.panel.nothing')}
        </Text>
      )}
    </Section>
  )
}
