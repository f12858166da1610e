import { Skeleton, Stack } from '@mantine/core'
import { ErrorState } from '../../ui/state/states.tsx'
import { useAutomationHealth } from './automation-requests.ts'
import { HealthStrip } from './health-strip.tsx'
import { RunList } from './run-list.tsx'

/** How the automation is doing, and what it did. */
export function RunsPage() {
  const health = useAutomationHealth()
  return (
    <Stack gap="md">
      {health.data ? (
        <HealthStrip health={health.data} />
      ) : health.isError ? (
        <ErrorState error={health.error} onRetry={() => void health.refetch()} />
      ) : (
        <Skeleton height={92} radius="md" />
      )}
      <RunList />
    </Stack>
  )
}
