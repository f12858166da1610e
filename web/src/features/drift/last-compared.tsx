import { Box, Group, Stack, Text } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { serverChoicesQuery } from '../servers/server-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { lastReconciliationQuery } from './drift-requests.ts'

/** Each of them is asked for; of more the first are enough to see that the loop is alive. */
const SHOWN = 12

/** When each server was last compared: an empty inbox means little before that. */
export function LastCompared({ serverId }: { serverId?: string }) {
  const { t } = useTranslation()
  const seesServers = usePermission('servers:read')
  const servers = useQuery({ ...serverChoicesQuery, enabled: seesServers })
  const all = (servers.data?.items ?? []).filter(({ id }) => !serverId || id === serverId)
  const shown = all.slice(0, SHOWN)
  const last = useQueries({ queries: shown.map(({ id }) => lastReconciliationQuery(id)) })
  if (shown.length === 0) return null
  return (
    <Stack gap={2} mt="xs" miw={280} role="status">
      <Text size="xs" c="dimmed" fw={600}>
        {t('drift.lastCompared')}
      </Text>
      {shown.map(({ id, name }, at) => (
        <Group key={id} justify="space-between" gap="lg" wrap="nowrap">
          <Text size="sm" component="div">
            <TextLink to={`/admin/servers/${id}/reconciliations`}>{name}</TextLink>
          </Text>
          <Box fz="sm">
            <LastRun query={last[at]} />
          </Box>
        </Group>
      ))}
      {all.length > shown.length && (
        <Text size="xs" c="dimmed">
          {t('drift.moreServers', { count: all.length - shown.length })}
        </Text>
      )}
    </Stack>
  )
}

type LastQuery = ReturnType<typeof useQueries<[ReturnType<typeof lastReconciliationQuery>]>>[number]

function LastRun({ query }: { query: LastQuery | undefined }) {
  const { t } = useTranslation()
  if (!query?.data) return '…'
  const { items, schedule } = query.data
  const [run] = items
  if (schedule.waits) return <Text size="sm">{schedule.waits.text}</Text>
  if (!run) return t('drift.neverCompared')
  if (run.state === 'running') return t('drift.comparing')
  if (run.state === 'failed') {
    return (
      <Text size="sm" c="red" component="div">
        {t('drift.couldNot')} <TimeText at={run.startedAt} />
      </Text>
    )
  }
  return <TimeText at={run.finishedAt} />
}
