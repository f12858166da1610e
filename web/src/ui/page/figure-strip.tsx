import { Box, Group, Paper, Text } from '@mantine/core'
import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import './figure-strip.css'

export interface Figure {
  label: string
  value: ReactNode
  /** A short line below. */
  hint?: ReactNode
  icon?: TablerIcon
  /** Of the figure, where it wants a look: `red`, `orange`. */
  color?: string
}

/** What a page comes to, in one row of figures. */
export function FigureStrip({ figures, label }: { figures: Figure[]; label: string }) {
  return (
    <Paper style={{ overflow: 'hidden' }} component="section" aria-label={label}>
      <Box className="figure-strip">
        {figures.map((figure) => (
          <OneFigure key={figure.label} {...figure} />
        ))}
      </Box>
    </Paper>
  )
}

function OneFigure({ label, value, hint, icon: Icon, color }: Figure) {
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        {Icon && <Icon size={16} stroke={1.6} color="var(--mantine-color-dimmed)" aria-hidden />}
      </Group>
      <Text
        component="div"
        fz={20}
        fw={600}
        lh={1.35}
        className="tabular"
        c={color ? `var(--mantine-color-${color}-light-color)` : undefined}
      >
        {value}
      </Text>
      {hint && (
        <Text size="xs" c="dimmed" component="div" className="tabular">
          {hint}
        </Text>
      )}
    </div>
  )
}
