import { Button, Stack, Text, Timeline } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { historyQuery } from './service-queries.ts'

const STEP = 10
const MOST = 100

/** What happened to the service, in plain words, and who did it. */
export function HistorySection({ serviceId }: { serviceId: string }) {
  const { t } = useTranslation()
  const [limit, setLimit] = useState(STEP)
  const query = useQuery({ ...historyQuery(serviceId, limit), placeholderData: keepPreviousData })
  return (
    <Section title={t('myServices.history')}>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <Stack gap="sm">
          <Timeline bulletSize={10} lineWidth={1} active={-1}>
            {query.data.items.map(({ id, at, text, by }, index) => (
              <Timeline.Item key={id} style={{ marginTop: index > 0 ? 12 : 0 }}>
                <Text size="sm" mt={-4}>
                  {text}
                </Text>
                <Text size="xs" c="dimmed" component="div">
                  <TimeText at={at} as="instant" /> · {by}
                </Text>
              </Timeline.Item>
            ))}
          </Timeline>
          {query.data.nextCursor && limit < MOST && (
            <Button
              variant="default"
              size="xs"
              w="fit-content"
              loading={query.isPlaceholderData}
              onClick={() => setLimit((before) => Math.min(MOST, before * 3))}
            >
              {t('myServices.earlier')}
            </Button>
          )}
        </Stack>
      )}
    </Section>
  )
}
