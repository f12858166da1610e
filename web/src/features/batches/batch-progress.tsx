import { Group, Paper, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { planningProgress, runProgress } from './batch-figures.ts'
import type { Batch } from './batch-requests.ts'

const BARS = [
  { state: 'done', color: 'teal' },
  { state: 'failed', color: 'red' },
  { state: 'cancelled', color: 'gray' },
  { state: 'running', color: 'blue' },
] as const

/** How far the preview or the batch is, in words that are read out as they change. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { counts, state, confirmedAt } = batch
  if (!confirmedAt && state !== 'planning') return null
  const isPlanning = state === 'planning'
  const { done, of } = isPlanning ? planningProgress(counts) : runProgress(counts)
  const share = (n: number) => (of === 0 ? 0 : (n / of) * 100)
  const figures = { done: format.number(done), total: format.number(of), count: of }
  const words = t(isPlanning ? 'batches.planningOf' : 'batches.doneOf', figures)
  return (
    <Paper px="md" py="sm">
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm" fw={600} role="status" className="tabular">
          {words}
        </Text>
        <Group gap="md">
          {!isPlanning &&
            BARS.filter((bar) => counts[bar.state] > 0).map((bar) => (
              <Text
                key={bar.state}
                size="sm"
                className="tabular"
                c={`var(--mantine-color-${bar.color}-text)`}
              >
                {`${format.number(counts[bar.state])} ${t(`ui.status.batchRow.${bar.state}`)}`}
              </Text>
            ))}
        </Group>
      </Group>
      <Progress.Root size={10} aria-label={words}>
        {isPlanning ? (
          <Progress.Section value={share(done)} color="blue" aria-label={words} animated />
        ) : (
          BARS.map((bar) => (
            <Progress.Section
              key={bar.state}
              value={share(counts[bar.state])}
              color={bar.color}
              striped={bar.state === 'running'}
              aria-label={t(`ui.status.batchRow.${bar.state}`)}
            />
          ))
        )}
      </Progress.Root>
    </Paper>
  )
}
