import { Group, Paper, Progress, Text } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface StatCardProps {
  label: string
  value: ReactNode
  /** A short line below: "of 25 GB", "+4 this week". */
  hint?: ReactNode
  icon?: TablerIcon
  /** 0–100: how full; from 90 on it turns red, from 75 amber. */
  percent?: number | null
}

/** One number with its name. */
export function StatCard({ label, value, hint, icon: Icon, percent }: StatCardProps) {
  return (
    <Paper px="md" py="sm">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        {Icon && <Icon size={16} stroke={1.6} color="var(--mantine-color-dimmed)" aria-hidden />}
      </Group>
      <Text component="div" fz={20} fw={600} lh={1.35} className="tabular">
        {value}
        {hint && (
          <Text span size="sm" c="dimmed" fw={400} ml={6}>
            {hint}
          </Text>
        )}
      </Text>
      {typeof percent === 'number' && (
        <Progress
          value={percent}
          size={5}
          mt={6}
          color={percent >= 90 ? 'red' : percent >= 75 ? 'yellow' : 'harbour'}
          aria-label={label}
        />
      )}
    </Paper>
  )
}
