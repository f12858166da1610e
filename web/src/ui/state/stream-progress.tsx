import { Box, Progress, Text } from '@mantine/core'
import type { StreamProgress } from '../../api/event-stream.ts'

interface StreamProgressBarProps {
  /** Null before the first word of the server. */
  progress: StreamProgress | null
  /** What is being done, with how far it is. */
  label: string
}

/** How far a long answer is; read out as it changes. */
export function StreamProgressBar({ progress, label }: StreamProgressBarProps) {
  const share = progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0
  return (
    <Box role="status">
      <Text size="sm" c="dimmed" className="tabular" mb={4}>
        {label}
      </Text>
      <Progress
        value={progress ? Math.max(share, 2) : 100}
        animated={!progress}
        striped={!progress}
        size={6}
        aria-label={label}
      />
    </Box>
  )
}
