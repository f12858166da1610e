import { Box, Group, Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface SectionProps {
  title: string
  /** A line under the title. */
  text?: string
  /** Beside the title, on the right. */
  aside?: ReactNode
  /** Without inner margin, for tables that reach the edge. */
  flush?: boolean
  children: ReactNode
}

/** A titled card: the unit that pages are laid out in. */
export function Section({ title, text, aside, flush, children }: SectionProps) {
  return (
    <Paper component="section" aria-label={title} style={{ overflow: 'hidden' }}>
      <Group justify="space-between" px="md" pt="sm" pb={flush ? 'sm' : 0} gap="xs">
        <Box>
          <Title order={2}>{title}</Title>
          {text && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
        </Box>
        {aside}
      </Group>
      <Box p={flush ? 0 : 'md'} pt={flush ? 0 : 'sm'}>
        {children}
      </Box>
    </Paper>
  )
}
