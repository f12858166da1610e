import { Box, Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { type NextSteps, readNextSteps } from './service-requests.ts'

/** What the automation will do next, when and why, if nobody does anything. */
export function ServiceNextSteps({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const steps = useQuery({
    queryKey: ['service', serviceId, 'next-steps'],
    queryFn: () => readNextSteps(serviceId),
  })
  return (
    <Section title={t('services.nextSteps')} text={t('services.nextStepsText')}>
      {steps.isPending && <LoadingState />}
      {steps.isError && <ErrorState error={steps.error} onRetry={() => void steps.refetch()} />}
      {steps.data && <Steps steps={steps.data} />}
    </Section>
  )
}

function Steps({ steps }: { steps: NextSteps }) {
  const { t } = useTranslation()
  return (
    <>
      {steps.paused && (
        <Text size="sm" c="dimmed" mb={4}>
          {steps.paused}
        </Text>
      )}
      {steps.items.length === 0 && !steps.paused && (
        <EmptyState icon={IconClock} title={t('services.noNextSteps')} />
      )}
      <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.items.map((step) => (
          <Group
            component="li"
            key={`${step.step}-${step.at}`}
            justify="space-between"
            wrap="nowrap"
            align="baseline"
            py={5}
            style={{ borderTop: '1px solid var(--berth-line)' }}
          >
            <Box>
              <Text size="sm" td={step.blocked ? 'line-through' : undefined}>
                {step.text}
              </Text>
              <Text size="xs" c="dimmed">
                {step.blocked ?? step.because}
              </Text>
            </Box>
            <Text size="sm" component="div" ta="end">
              <TimeText at={step.at} />
              <Text size="xs" c="dimmed" component="div">
                <TimeText at={step.at} as="day" />
              </Text>
            </Text>
          </Group>
        ))}
      </Box>
    </>
  )
}
