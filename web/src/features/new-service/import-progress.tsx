import { Anchor, Badge, Box, Button, Group, Progress, Stack, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconLoader2,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { abandonImport, type Import, type ImportRow, readImport } from './new-service-requests.ts'

/** The stream tells of every outcome; attempts in between are looked at so often. */
const LOOK_MS = 3000

interface ImportProgressProps {
  id: string
  /** Back to the form, with what may be tried again. */
  onBack: (rows: readonly ImportRow[]) => void
}

/** What came of each resource, as it happens. */
export function ImportProgress({ id, onBack }: ImportProgressProps) {
  const { t } = useTranslation()
  const found = useQuery({
    queryKey: ['import', id],
    queryFn: () => readImport(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_MS : false),
  })
  if (found.isPending) return <LoadingState />
  if (found.isError) {
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  }
  const { counts, rows, state } = found.data
  return (
    <Section title={t(`newService.progress.${state}`)} text={summaryOf(found.data, t)}>
      <Stack gap="md">
        <Progress.Root size="lg" aria-label={t('newService.progress.bar')}>
          <Progress.Section
            value={(100 * counts.done) / counts.total}
            color="teal"
            aria-label={t('newService.progress.states.done')}
          />
          <Progress.Section
            value={(100 * counts.undone) / counts.total}
            color="orange"
            aria-label={t('newService.progress.states.undone')}
          />
        </Progress.Root>
        <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-live="polite">
          {rows.map((row) => (
            <ProgressRow key={row.id} row={row} />
          ))}
        </Stack>
        <Group gap="xs">
          <Button variant="default" onClick={() => onBack(rows)}>
            {t(counts.undone > 0 ? 'newService.progress.again' : 'newService.progress.more')}
          </Button>
          <Button component={Link} to="/admin/services">
            {t('newService.progress.toServices')}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

function summaryOf({ counts }: Import, t: Translate): string {
  const { done, undone, running } = counts
  return [
    done > 0 ? t('newService.progress.doneCount', { count: done }) : '',
    undone > 0 ? t('newService.progress.undoneCount', { count: undone }) : '',
    running > 0 ? t('newService.progress.runningCount', { count: running }) : '',
  ]
    .filter((words) => words !== '')
    .join(' · ')
}

const LOOKS = {
  running: { color: 'blue', icon: IconLoader2 },
  done: { color: 'teal', icon: IconCircleCheck },
  undone: { color: 'orange', icon: IconArrowBackUp },
} as const

function ProgressRow({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  const { color, icon: Icon } = LOOKS[row.state]
  return (
    <Box component="li">
      <Group gap="xs" wrap="wrap">
        <Badge
          variant="light"
          color={color}
          tt="none"
          radius="sm"
          leftSection={<Icon size={13} aria-hidden />}
          style={{ minWidth: 'max-content' }}
        >
          {t(`newService.progress.states.${row.state}`)}
        </Badge>
        {row.service ? (
          <Anchor component={Link} to={`/admin/services/${row.service.id}`}>
            {`${row.name} #${row.service.number}`}
          </Anchor>
        ) : (
          <Text span>{row.name}</Text>
        )}
        <Text size="xs" c="dimmed">
          {row.remoteId}
        </Text>
        {row.service && row.state === 'done' && (
          <StatusBadge kind="service" status={row.service.status} />
        )}
      </Group>
      <Trouble row={row} />
    </Box>
  )
}

/** What the server said, and when it is asked again. */
function Trouble({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  const { error, operation, state } = row
  if (error === null) return null
  const words = error.code === 'given_up' && !error.message ? '' : error.message
  return (
    <Stack gap={4} mt={4} pl="xs">
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconAlertTriangle size={16} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {error.code === 'given_up' && `${t('newService.progress.givenUp')} `}
          {words}
        </Text>
      </Group>
      {state === 'undone' && (
        <Text size="sm" c="dimmed">
          {t('newService.progress.undoneText')}
        </Text>
      )}
      {operation?.dueAt && (
        <Text size="sm" c="dimmed" component="div">
          {t('newService.progress.attempts', { count: operation.attempts })}{' '}
          <TimeText at={operation.dueAt} />
        </Text>
      )}
      {operation && (
        <Group gap="xs">
          <GiveUp operationId={operation.id} state={operation.state} />
          <Anchor component={Link} to={`/admin/operations/${operation.id}`} size="sm">
            {t('newService.progress.operation')}
          </Anchor>
        </Group>
      )}
    </Stack>
  )
}

function GiveUp({ operationId, state }: { operationId: string; state: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayResolve = usePermission('operations:resolve')
  const abandon = useMutation({
    mutationFn: () => abandonImport(operationId),
    onSettled: () => queries.invalidateQueries({ queryKey: ['import'] }),
  })
  const start = useSingleFlight(abandon)
  if (state === 'running' || !mayResolve) return null
  return (
    <Stack gap={4} align="flex-start">
      <Button
        size="compact-xs"
        variant="default"
        loading={abandon.isPending}
        onClick={() => start()}
      >
        {t('newService.progress.giveUp')}
      </Button>
      {abandon.isError && <ProblemAlert error={abandon.error} />}
    </Stack>
  )
}
