import { Alert, Group, Text } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface BannerProps {
  color: string
  icon: TablerIcon
  title: ReactNode
  /** A sentence more. */
  children?: ReactNode
  /** What to do about it. */
  aside?: ReactNode
}

/** What a reader must know before the rest of the page, with the button that answers it. */
export function Banner({ color, icon: Icon, title, children, aside }: BannerProps) {
  return (
    <Alert color={color} icon={<Icon size={18} />} py="xs" role="status">
      <Group justify="space-between" gap="xs">
        <div style={{ flex: '1 1 240px' }}>
          <Text size="sm" fw={600} component="div">
            {title}
          </Text>
          {children && (
            <Text size="sm" component="div">
              {children}
            </Text>
          )}
        </div>
        {aside}
      </Group>
    </Alert>
  )
}
