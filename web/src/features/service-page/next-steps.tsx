import { Box, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { readNextSteps } from '../services/service-requests.ts'
import { StepLine } from './step-line.tsx'

/** The next steps if nobody does anything. */
export function NextSteps({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const steps = useQuery({
    queryKey: ['service', serviceId, 'next-steps'],
    queryFn: () => readNextSteps(serviceId),
  })
  if (steps.isPending) return <LoadingState />
  if (steps.isError) {
    return <ErrorState error={steps.error} onRetry={() => void steps.refetch()} />
  }
  const { items, paused } = steps.data
  return (
    <>
      {paused && (
        <Text size="sm" c="dimmed">
          {paused}
        </Text>
      )}
      {items.length === 0 && !paused && (
        <EmptyState icon={IconClock} title={t('services.noNextSteps')} />
      )}
      <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((step) => (
          <StepLine
            key={`${step.step}-${step.at}`}
            text={step.text}
            because={step.blocked ?? step.because}
            isOff={step.blocked !== null}
          >
            <TimeText at={step.at} />
            <Text size="xs" c="dimmed" component="div">
              <TimeText at={step.at} as="day" />
            </Text>
          </StepLine>
        ))}
      </Box>
    </>
  )
}
