import { Group, Paper, Progress, SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { lookOfStep } from '../forecast/step-groups.ts'
import { heldOf } from './brake-figures.ts'
import type { BrakeToday, LedgerStep } from './brake-types.ts'

/** How many suspensions and ends today may see, how many it saw, and why so many. */
export function Ledger({ today }: { today: BrakeToday }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      {today.steps.map((one) => (
        <OneStep key={one.step} step={one} held={heldOf(today, one.step).count} />
      ))}
    </SimpleGrid>
  )
}

function OneStep({ step, held }: { step: LedgerStep; held: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { icon: Icon } = lookOfStep(step.step)
  const { used, limit } = step
  const percent = limit === null ? 0 : limit === 0 ? 100 : Math.min(100, (used / limit) * 100)
  const label = t(`brake.ledger.${step.step}`)
  return (
    <Paper px="md" py="sm" component="section" aria-label={label}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Icon size={16} stroke={1.6} color="var(--mantine-color-dimmed)" aria-hidden />
      </Group>
      <Group gap={6} align="baseline">
        <Text fz={20} fw={600} lh={1.35} className="tabular">
          {format.number(used)}
        </Text>
        <Text size="sm" c="dimmed" className="tabular">
          {limit === null
            ? t('brake.ledger.noLimit')
            : t('brake.ledger.of', { limit: format.number(limit) })}
        </Text>
        {held > 0 && (
          <Text
            size="sm"
            fw={600}
            c="var(--mantine-color-orange-light-color)"
            ml="auto"
            className="tabular"
          >
            {t('brake.ledger.held', { count: held, number: format.number(held) })}
          </Text>
        )}
      </Group>
      {limit !== null && (
        <Progress
          value={percent}
          size={5}
          my={6}
          color={percent >= 100 ? 'orange' : percent >= 75 ? 'yellow' : 'harbour'}
          aria-label={label}
        />
      )}
      <Text size="xs" c="dimmed">
        {t(`brake.from.${step.limitFrom}`)}
      </Text>
    </Paper>
  )
}
