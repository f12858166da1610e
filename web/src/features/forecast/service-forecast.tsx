import { Group, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import { readServiceForecast } from './forecast-requests.ts'
import { ForecastSummary } from './forecast-summary.tsx'
import { ASSUMPTIONS, type Assumption } from './forecast-types.ts'
import { HorizonSelect } from './horizon-select.tsx'
import { tellStory } from './story.ts'
import { StoryList } from './story-list.tsx'

/** Far enough for a monthly service to show all that not paying leads to. */
const FIRST_HORIZON = 60

/** What will happen to a service, under each assumption beside the others. */
export function ServiceForecast({ serviceId }: { serviceId: string }) {
  return (
    <RequirePermission permission="automation:read">
      <Stories serviceId={serviceId} />
    </RequirePermission>
  )
}

function Stories({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const [days, setDays] = useState(FIRST_HORIZON)
  const [only, setOnly] = useState<Assumption>('as_before')
  const isNarrow = useMediaQuery('(max-width: 62em)', undefined, {
    getInitialValueInEffect: false,
  })
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" style={{ flex: '1 1 240px' }}>
          {t('forecast.ofService')}
        </Text>
        <HorizonSelect value={days} onChange={setDays} />
      </Group>
      {isNarrow ? (
        <>
          <SegmentedControl
            size="xs"
            orientation="vertical"
            fullWidth
            aria-label={t('forecast.assume.label')}
            data={ASSUMPTIONS.map((one) => ({ value: one, label: t(`forecast.assumeOne.${one}`) }))}
            value={only}
            onChange={(assume) => setOnly(assume as Assumption)}
          />
          <Story key={only} serviceId={serviceId} days={days} assume={only} />
        </>
      ) : (
        <SimpleGrid cols={3} spacing="md" style={{ alignItems: 'start' }}>
          {ASSUMPTIONS.map((assume) => (
            <Story key={assume} serviceId={serviceId} days={days} assume={assume} />
          ))}
        </SimpleGrid>
      )}
    </Stack>
  )
}

function Story({ serviceId, ...horizon }: { serviceId: string; days: number; assume: Assumption }) {
  const { t } = useTranslation()
  const forecast = useQuery({
    queryKey: ['service', serviceId, 'forecast', horizon],
    queryFn: ({ signal }) => readServiceForecast(serviceId, horizon, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <Section title={t(`forecast.assumeOne.${horizon.assume}`)} flush>
      {forecast.isPending && <LoadingState />}
      {forecast.isError && (
        <ErrorState error={forecast.error} onRetry={() => void forecast.refetch()} />
      )}
      {forecast.data && (
        <>
          <ForecastSummary totals={forecast.data.totals} />
          <StoryList lines={tellStory(forecast.data.steps, forecast.data.payments)} />
        </>
      )}
    </Section>
  )
}
