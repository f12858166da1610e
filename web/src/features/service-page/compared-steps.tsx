import { Badge, Box, Group, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { WhatIf } from './service-page-requests.ts'
import { StepLine } from './step-line.tsx'

type Compared = WhatIf['compared'][number]

const COLORS = {
  same: 'gray',
  earlier: 'orange',
  later: 'blue',
  new: 'teal',
  gone: 'red',
} as const

/** The automation's steps with a change beside those without it: what moves, comes and goes. */
export function ComparedSteps({ steps }: { steps: Compared[] }) {
  const { t } = useTranslation()
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('services.noNextSteps')}
      </Text>
    )
  }
  return (
    <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
      {steps.map((step) => (
        <StepLine
          key={`${step.step}-${step.before}-${step.after}`}
          isOff={step.change === 'gone' || step.blocked !== null}
          because={step.blocked ?? step.because}
          text={
            <Group gap={6}>
              {step.text}
              {step.change !== 'same' && (
                <Badge variant="light" radius="sm" tt="none" color={COLORS[step.change]}>
                  {t(`servicePage.whatIf.change.${step.change}`)}
                </Badge>
              )}
            </Group>
          }
        >
          <When {...step} />
        </StepLine>
      ))}
    </Box>
  )
}

function When({ before, after }: Compared) {
  if (before && after && before !== after) {
    return (
      <Group gap={4} wrap="nowrap">
        <Text span inherit c="dimmed">
          <TimeText at={before} as="day" />
        </Text>
        <IconArrowRight size={12} aria-hidden />
        <TimeText at={after} as="day" />
      </Group>
    )
  }
  return <TimeText at={after ?? before} as="day" />
}
