import { Stack, Text, Timeline } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { nextStepsQuery } from './service-queries.ts'

/** What happens next if nobody does anything: when, and why. */
export function NextStepsSection({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const steps = useQuery(nextStepsQuery(serviceId))
  return (
    <Section title={t('myServices.next')}>
      {steps.isPending && <LoadingState />}
      {steps.isError && <ErrorState error={steps.error} onRetry={() => void steps.refetch()} />}
      {steps.data?.paused && <Text size="sm">{steps.data.paused}</Text>}
      {steps.data && steps.data.items.length === 0 && !steps.data.paused && (
        <Text size="sm" c="dimmed">
          {t('myServices.nothingNext')}
        </Text>
      )}
      {steps.data && steps.data.items.length > 0 && (
        <Timeline bulletSize={10} lineWidth={1} active={-1}>
          {steps.data.items.map((step, index) => (
            <Timeline.Item
              key={`${step.step}-${step.at}`}
              style={{ marginTop: index > 0 ? 14 : 0 }}
            >
              <Stack gap={0} mt={-4}>
                <Text size="sm" fw={500}>
                  {step.text}
                </Text>
                <Text size="xs" c="dimmed" component="div">
                  <TimeText at={step.at} /> · <TimeText at={step.at} as="day" />
                </Text>
                <Text size="xs" c="dimmed">
                  {step.blocked ?? step.because}
                </Text>
              </Stack>
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Section>
  )
}
