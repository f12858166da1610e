import { ActionIcon, Box, Button, Chip, Group, Paper, Text, Title, Tooltip } from '@mantine/core'
import { IconCalendarOff, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { addDays } from './calendar-weeks.ts'
import { listSteps } from './forecast-requests.ts'
import { ForecastStepLine } from './forecast-step-line.tsx'
import type { Forecast } from './forecast-types.ts'
import { STEP_KINDS } from './step-groups.ts'

interface DayStepsProps {
  forecast: Forecast
  on: string
  /** What the forecast is narrowed to. */
  query: Record<string, string>
  onChoose: (on: string) => void
}

/** Everything that happens on a day: what, to which service, when, why and for how much. */
export function DaySteps({ forecast, on, query, onChoose }: DayStepsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [kind, setKind] = useState<string | null>(null)
  const day = forecast.days.find((one) => one.on === on)
  const kinds = STEP_KINDS.filter((step) => (day?.steps[step] ?? 0) > 0)
  // A kind that the day does not have is none.
  const step = kind && kinds.includes(kind) ? kind : null
  return (
    <Paper component="section" aria-label={t('forecast.dayTitle')} className="forecast-chosen">
      <Group justify="space-between" px="md" pt="sm" gap="xs" wrap="nowrap">
        <Title order={2} aria-live="polite" className="tabular">
          {format.calendarDay(on, 'long')}
        </Title>
        <Group gap={4} wrap="nowrap">
          <DayButton
            label={t('forecast.dayBefore')}
            icon={IconChevronLeft}
            on={addDays(on, -1)}
            isThere={on > forecast.from}
            onChoose={onChoose}
          />
          <DayButton
            label={t('forecast.dayAfter')}
            icon={IconChevronRight}
            on={addDays(on, 1)}
            isThere={on < forecast.to}
            onChoose={onChoose}
          />
        </Group>
      </Group>
      {kinds.length > 1 && (
        <Chip.Group value={step ?? ''} onChange={(value) => setKind(String(value) || null)}>
          <Group gap={6} px="md" pt={8}>
            <KindChip value="" label={t('forecast.everything')} />
            {kinds.map((one) => (
              <KindChip
                key={one}
                value={one}
                label={`${t(`automation.step.${one}`)} ${format.number(day?.steps[one] ?? 0)}`}
              />
            ))}
          </Group>
        </Chip.Group>
      )}
      <Box pt="sm">
        {kinds.length === 0 ? (
          <EmptyState icon={IconCalendarOff} title={t('forecast.nothing')} />
        ) : (
          <Steps query={{ ...query, on, ...(step ? { step } : {}) }} />
        )}
      </Box>
    </Paper>
  )
}

function KindChip({ value, label }: { value: string; label: string }) {
  return (
    <Chip value={value} size="xs" variant="light" className="tabular">
      {label}
    </Chip>
  )
}

function DayButton(props: {
  label: string
  icon: typeof IconChevronLeft
  on: string
  isThere: boolean
  onChoose: (on: string) => void
}) {
  const { label, icon: Icon, on, isThere, onChoose } = props
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={28}
        aria-label={label}
        disabled={!isThere}
        onClick={() => onChoose(on)}
      >
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  )
}

function Steps({ query }: { query: Record<string, string> }) {
  const { t } = useTranslation()
  const steps = useInfiniteQuery({
    queryKey: ['forecast', 'steps', query],
    queryFn: ({ pageParam, signal }) => listSteps(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchOnWindowFocus: false,
  })
  if (steps.isPending) return <LoadingState />
  if (steps.isError) {
    return (
      <Box p="sm">
        <ErrorState error={steps.error} onRetry={() => void steps.refetch()} />
      </Box>
    )
  }
  const rows = steps.data.pages.flatMap(({ items }) => items)
  if (rows.length === 0) return <EmptyState icon={IconCalendarOff} title={t('forecast.nothing')} />
  return (
    <Box className="forecast-steps" tabIndex={0} role="group" aria-label={t('forecast.dayTitle')}>
      <Box component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {rows.map((row) => (
          <ForecastStepLine key={`${row.service.id}:${row.key}`} row={row} />
        ))}
      </Box>
      {steps.hasNextPage && (
        <Group justify="center" py="sm" style={{ borderTop: '1px solid var(--berth-line)' }}>
          <Button
            variant="default"
            loading={steps.isFetchingNextPage}
            onClick={() => void steps.fetchNextPage()}
          >
            {t('forecast.more')}
          </Button>
        </Group>
      )}
      <Text size="xs" c="dimmed" px="md" py={6} className="tabular">
        {t('forecast.shown', { count: rows.length })}
      </Text>
    </Box>
  )
}
