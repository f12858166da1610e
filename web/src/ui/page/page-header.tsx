import { Anchor, Box, Breadcrumbs, Group, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'

interface PageHeaderProps {
  title: string
  /** Beside the title: number, status badges. */
  badges?: ReactNode
  /** One line under the title. */
  subtitle?: ReactNode
  /** Where this page hangs, outermost first. */
  parents?: { label: string; to: string }[]
  /** The one primary action of the page. */
  primary?: ReactNode
  /** Further actions, usually an `ActionMenu`. */
  secondary?: ReactNode
}

/** The head of every page; also names the browser tab. */
export function PageHeader({
  title,
  badges,
  subtitle,
  parents,
  primary,
  secondary,
}: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Berth`
  }, [title])
  return (
    <Box component="header" mb="md">
      {parents && parents.length > 0 && (
        <Breadcrumbs separatorMargin={6} mb={2} fz="sm">
          {parents.map((parent) => (
            <Anchor key={parent.to} component={Link} to={parent.to} c="dimmed">
              {parent.label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" gap="xs">
        <Box style={{ minWidth: 0, flex: '1 1 260px' }}>
          <Group gap="xs">
            <Title order={1}>{title}</Title>
            {badges}
          </Group>
          {subtitle && (
            <Text size="sm" c="dimmed" component="div">
              {subtitle}
            </Text>
          )}
        </Box>
        {(primary || secondary) && (
          <Group gap={6}>
            {secondary}
            {primary}
          </Group>
        )}
      </Group>
    </Box>
  )
}
