import { SimpleGrid, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { orderedKinds } from './counted-steps.tsx'
import { readRun } from './run-requests.ts'
import type { SweepRunPage } from './run-types.ts'

/** The report of one run: what it did, what it held back and what failed. */
export function RunPage({ id }: { id: string }) {
  const run = useQuery({
    queryKey: ['automation', 'run', id],
    queryFn: () => readRun(id),
  })
  if (run.isPending) return <LoadingState />
  if (run.isError) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />
  return <Report run={run.data} />
}

function Report({ run }: { run: SweepRunPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const number = (count: number) => <span className="tabular">{format.number(count)}</span>
  const held = Object.entries(run.held)
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Section title={t('automation.runs.report')}>
          <FactsList
            facts={[
              {
                label: t('automation.runs.at'),
                value: <TimeText at={run.startedAt} as="instant" />,
              },
              { label: t('automation.runs.took'), value: format.duration(run.tookMs) },
              { label: t('automation.runs.services'), value: number(run.decided) },
              { label: t('automation.runs.worker'), value: run.worker || '–' },
              { label: t('automation.runs.failures'), value: number(run.failures) },
              ...held.map(([reason, count]) => ({
                label: t('automation.runs.held'),
                value: `${format.number(count)} · ${t(`brake.reason.${reason}`, { defaultValue: reason })}`,
              })),
            ]}
          />
        </Section>
        <Section title={t('automation.runs.steps')}>
          <FactsList
            facts={orderedKinds(run.steps).map((step) => ({
              label: t(`automation.step.${step}`, { defaultValue: step }),
              value: number(run.steps[step] ?? 0),
            }))}
            labelWidth={220}
          />
        </Section>
      </SimpleGrid>
      <Section title={t('automation.runs.errors')} flush>
        {run.errors.length === 0 && (
          <EmptyState icon={IconCircleCheck} title={t('automation.runs.noErrors')} />
        )}
        {run.errors.map(({ service, message }, index) => (
          <Text
            key={`${service?.id ?? ''}${String(index)}`}
            size="sm"
            component="div"
            px="md"
            py={7}
            style={{ borderTop: '1px solid var(--berth-line)' }}
          >
            {service && (
              <TextLink to={`/admin/services/${service.id}`}>
                {`${service.name} #${service.number}`}
              </TextLink>
            )}
            <Text size="xs" c="dimmed">
              {message}
            </Text>
          </Text>
        ))}
      </Section>
    </Stack>
  )
}
