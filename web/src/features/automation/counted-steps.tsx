import { Group, Text, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { lookOfStep, STEP_KINDS } from '../forecast/step-groups.ts'

/** How many of each kind of step: a picture and a number, the word on hover and read out. */
export function CountedSteps({ steps }: { steps: Record<string, number> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const kinds = orderedKinds(steps)
  if (kinds.length === 0) {
    return (
      <Text span inherit c="dimmed">
        –
      </Text>
    )
  }
  return (
    <Group gap="sm" wrap="nowrap">
      {kinds.map((step) => {
        const { icon: Icon, color } = lookOfStep(step)
        const count = format.number(steps[step] ?? 0)
        const name = t(`automation.step.${step}`, { defaultValue: step })
        return (
          <Tooltip key={step} label={`${name} ${count}`}>
            <Group gap={4} wrap="nowrap" role="img" aria-label={`${name} ${count}`}>
              <Icon size={14} stroke={1.7} color={`var(--mantine-color-${color}-text)`} />
              <span className="tabular">{count}</span>
            </Group>
          </Tooltip>
        )
      })}
    </Group>
  )
}

/** The kinds that there are, in the usual order; those of a later version come last. */
export function orderedKinds(steps: Record<string, number>): string[] {
  const there = Object.keys(steps).filter((step) => (steps[step] ?? 0) > 0)
  const place = (step: string) => {
    const at = STEP_KINDS.indexOf(step)
    return at === -1 ? STEP_KINDS.length : at
  }
  return there.sort((a, b) => place(a) - place(b))
}
