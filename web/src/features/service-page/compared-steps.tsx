import { Badge, Box, Button, Group, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { WhatIf } from './service-page-requests.ts'
import { StepLine } from './step-line.tsx'

type Compared = WhatIf['compared'][number]

/** As many as tell the story at a glance. */
const SHOWN = 6

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
  const [isLong, setLong] = useState(false)
  const rest = steps.length - SHOWN
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('services.noNextSteps')}
      </Text>
    )
  }
  return (
    <>
      <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {(isLong ? steps : steps.slice(0, SHOWN)).map((step) => (
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
      {rest > 0 && (
        <Button
          variant="subtle"
          size="compact-xs"
          w="fit-content"
          aria-expanded={isLong}
          onClick={() => setLong(!isLong)}
        >
          {isLong ? t('servicePage.whatIf.fewer') : t('servicePage.whatIf.more', { count: rest })}
        </Button>
      )}
    </>
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
