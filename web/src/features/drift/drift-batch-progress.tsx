import { Group, List, Paper, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Section } from '../../ui/page/section.tsx'
import { planningProgress, runProgress } from '../batches/batch-figures.ts'
import type { DriftBatch } from './drift-batch-requests.ts'

const BARS = [
  { state: 'done', color: 'teal' },
  { state: 'failed', color: 'red' },
  { state: 'cancelled', color: 'gray' },
] as const

/** How far the preview or the fix is, in words that are read out as they change. */
export function DriftBatchProgress({ batch }: { batch: DriftBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { state, confirmedAt } = batch
  if (!confirmedAt && state !== 'planning') return null
  const counts = { ...batch.counts, running: 0 }
  const isPlanning = state === 'planning'
  const { done, of } = isPlanning ? planningProgress(counts) : runProgress(counts)
  const share = (n: number) => (of === 0 ? 0 : (n / of) * 100)
  const words = t(isPlanning ? 'drift.batch.lookedAt' : 'drift.batch.doneOf', {
    ...{ done: format.number(done), total: format.number(of), count: of },
  })
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
              aria-label={t(`ui.status.batchRow.${bar.state}`)}
            />
          ))
        )}
      </Progress.Root>
    </Paper>
  )
}

/** Why rows are left as they are, the most frequent first. */
export function DriftBatchSkips({ batch }: { batch: DriftBatch }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (batch.skips.length === 0) return null
  return (
    <Section title={t('drift.batch.skips')}>
      <List size="sm" spacing={2}>
        {batch.skips.map(({ code, text, n }) => (
          <List.Item key={`${code}:${text}`}>
            {text}{' '}
            <Text span inherit c="dimmed" className="tabular">
              × {format.number(n)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Section>
  )
}
