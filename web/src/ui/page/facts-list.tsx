import { Box, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyButton } from '../value/copy-button.tsx'

export interface Fact {
  label: string
  value: ReactNode
  /** The plain text to put on the clipboard. */
  copy?: string
  help?: string
}

interface FactsListProps {
  facts: Fact[]
  /** Pixels; narrower where the list stands in a narrow column. */
  labelWidth?: number
}

/** Labels and values, as a description list: two columns where there is room, else one. */
export function FactsList({ facts, labelWidth = 150 }: FactsListProps) {
  return (
    <Box component="dl" m={0}>
      {facts.map((fact) => (
        <Group
          key={fact.label}
          gap="xs"
          py={5}
          wrap="wrap"
          align="baseline"
          style={{ borderBottom: '1px solid var(--berth-line)', rowGap: 0 }}
        >
          <Text component="dt" size="sm" c="dimmed" style={{ flex: `0 0 ${labelWidth}px` }}>
            {fact.label}
          </Text>
          <Group
            component="dd"
            gap={4}
            m={0}
            wrap="nowrap"
            style={{ flex: `1 1 ${labelWidth + 30}px`, minWidth: 0 }}
          >
            <Box fz="sm" style={{ minWidth: 0 }}>
              {fact.value ?? '–'}
              {fact.help && (
                <Text size="xs" c="dimmed">
                  {fact.help}
                </Text>
              )}
            </Box>
            {fact.copy && <CopyButton value={fact.copy} />}
          </Group>
        </Group>
      ))}
    </Box>
  )
}
