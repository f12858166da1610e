import { Group, Paper, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { AssumptionSwitch } from './assumption-switch.tsx'
import { readCustomerForecast } from './forecast-requests.ts'
import { ForecastSummary } from './forecast-summary.tsx'
import type { Assumption, ForecastStepRow } from './forecast-types.ts'
import { HorizonSelect } from './horizon-select.tsx'
import { tellStory } from './story.ts'
import { StoryList } from './story-list.tsx'

const FIRST_HORIZON = 60

/** What will happen to all services of a customer, in the order of time. */
export function CustomerForecast({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const [days, setDays] = useState(FIRST_HORIZON)
  const [assume, setAssume] = useState<Assumption>('as_before')
  const forecast = useQuery({
    queryKey: ['service', 'of-customer', customerId, 'forecast', { days, assume }],
    queryFn: ({ signal }) => readCustomerForecast(customerId, { days, assume }, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <Stack gap="md">
      <Paper p="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <AssumptionSwitch value={assume} onChange={setAssume} />
          <HorizonSelect value={days} onChange={setDays} />
        </Group>
      </Paper>
      <Section
        title={t('forecast.ofCustomer')}
        flush
        aside={
          <Text size="sm">
            <TextLink to="/admin/automation" search={{ customerId, assume }}>
              {t('forecast.inCalendar')}
            </TextLink>
          </Text>
        }
      >
        {forecast.isPending && <LoadingState />}
        {forecast.isError && (
          <ErrorState error={forecast.error} onRetry={() => void forecast.refetch()} />
        )}
        {forecast.data && (
          <>
            <ForecastSummary totals={forecast.data.totals} />
            <StoryList
              lines={tellStory(forecast.data.steps, [])}
              about={(step) => <ServiceOf step={step} />}
            />
            {!forecast.data.complete && (
              <Text size="xs" c="dimmed" px="md" py={8}>
                {t('forecast.onlyFirst', { count: forecast.data.steps.length })}
              </Text>
            )}
          </>
        )}
      </Section>
    </Stack>
  )
}

function ServiceOf({ step: { service } }: { step: ForecastStepRow }) {
  return (
    <TextLink to={`/admin/services/${service.id}/forecast`} isQuiet>
      {service.name}
      <Text span inherit c="dimmed">
        {` #${service.number}`}
      </Text>
    </TextLink>
  )
}
