import { Box, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface StepLineProps {
  text: ReactNode
  /** The rule that puts it there, or what it waits for. */
  because: string
  /** It will not happen as things are. */
  isOff?: boolean
  /** When. */
  children: ReactNode
}

/** One thing that the automation will do: what, why and when. */
export function StepLine({ text, because, isOff, children }: StepLineProps) {
  return (
    <Group
      component="li"
      justify="space-between"
      wrap="nowrap"
      align="baseline"
      py={5}
      style={{ borderTop: '1px solid var(--berth-line)' }}
    >
      <Box style={{ minWidth: 0 }}>
        <Text size="sm" td={isOff ? 'line-through' : undefined} component="div">
          {text}
        </Text>
        <Text size="xs" c="dimmed">
          {because}
        </Text>
      </Box>
      <Text size="sm" component="div" ta="end" style={{ flexShrink: 0 }}>
        {children}
      </Text>
    </Group>
  )
}
