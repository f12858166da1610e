import { Grid, SimpleGrid, Stack } from '@mantine/core'
import { IconActivity, IconArrowsDiff, IconClock, IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { StatCard } from '../../ui/page/stat-card.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { operationColumns } from '../operations/operation-columns.tsx'
import { listOperations } from '../operations/operation-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { ConnectionTest } from './connection-test.tsx'
import { GateText } from './gate-text.tsx'
import { useServerNames } from './server-names.ts'
import type { ServerPage } from './server-requests.ts'

/** Is it well, what does it hold, what may it take. */
export function ServerOverview({ server }: { server: ServerPage }) {
  const search = useSearch({ strict: false }) as { test?: string }
  return (
    <Stack gap="md">
      <Numbers server={server} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <ConnectionTest server={server} isStarted={search.test === '1'} />
            <OpenWork serverId={server.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Limits server={server} />
            <Facts server={server} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Numbers({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { queue, placesUsed, placeLimit, concurrency } = server
  const inQueue = `/admin/servers/${server.id}/queue`
  const busy = queue.running + queue.unknown
  const toSee = queue.unknown + queue.waitsForStaff
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
      <StatCard
        label={t('servers.fields.places')}
        value={
          <TextLink to={`/admin/servers/${server.id}/services`} isQuiet>
            {format.number(placesUsed)}
          </TextLink>
        }
        hint={placeLimit === null ? t('servers.unlimited') : `/ ${format.number(placeLimit)}`}
        percent={placeLimit ? Math.min(100, (placesUsed / placeLimit) * 100) : null}
        icon={IconStack2}
      />
      <StatCard
        label={t('servers.now')}
        value={format.number(busy)}
        hint={`/ ${format.number(concurrency)}`}
        icon={IconActivity}
      />
      <StatCard
        label={t('servers.fields.queue')}
        value={
          <TextLink to={inQueue} isQuiet>
            {format.number(queue.waiting)}
          </TextLink>
        }
        hint={toSee > 0 ? t('servers.toSee', { count: toSee }) : undefined}
        icon={IconClock}
      />
      <StatCard
        label={t('servers.fields.drift')}
        value={
          <TextLink to={`/admin/servers/${server.id}/drift`} isQuiet>
            {format.number(server.drift)}
          </TextLink>
        }
        icon={IconArrowsDiff}
      />
    </SimpleGrid>
  )
}

/** Of a long queue the first are enough here. */
const SHOWN = 6
const ELSEWHERE = ['server', 'customer', 'attempts', 'due', 'by', 'created', 'settled']

/** What is under way or waits, and why it does not go on. */
function OpenWork({ serverId }: { serverId: string }) {
  const { t } = useTranslation()
  const isPermitted = usePermission('operations:read')
  const query = { serverId, state: 'open', limit: String(SHOWN) }
  const operations = useQuery({
    queryKey: ['operation', 'list', query],
    queryFn: () => listOperations(query),
    enabled: isPermitted,
  })
  if (!isPermitted) return null
  return (
    <Section
      title={t('servers.openWork')}
      flush
      aside={<TextLink to={`/admin/servers/${serverId}/queue`}>{t('servers.allWork')}</TextLink>}
    >
      <PlainTable
        label={t('servers.openWork')}
        query={operations}
        columns={operationColumns(t, ELSEWHERE)}
        rowTo={(row) => `/admin/operations/${row.id}`}
        empty={{ title: t('servers.noWork') }}
      />
    </Section>
  )
}

function Limits({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const unlimited = t('servers.unlimited')
  const { concurrency, callsPerMinute, placeLimit } = server
  return (
    <Section
      title={t('servers.sections.limits')}
      aside={<TextLink to={`/admin/servers/${server.id}/settings`}>{t('servers.change')}</TextLink>}
    >
      <FactsList
        facts={[
          { label: t('servers.fields.concurrency'), value: format.number(concurrency) },
          {
            label: t('servers.fields.callsPerMinute'),
            value: callsPerMinute === null ? unlimited : format.number(callsPerMinute),
          },
          {
            label: t('servers.fields.placeLimit'),
            value: placeLimit === null ? unlimited : format.number(placeLimit),
          },
          {
            label: t('servers.fields.acceptsNew'),
            value: t(server.acceptsNew ? 'servers.yes' : 'servers.no'),
          },
        ]}
      />
    </Section>
  )
}

function Facts({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const { types, groups } = useServerNames()
  return (
    <Section title={t('servers.sections.facts')}>
      <FactsList
        facts={[
          { label: t('servers.fields.type'), value: types.get(server.type) ?? server.type },
          {
            label: t('servers.fields.groupId'),
            value: server.groupId ? groups.get(server.groupId) : undefined,
          },
          { label: t('servers.fields.gate'), value: <GateText gate={server.gate} /> },
          {
            label: t('servers.fields.lastError'),
            value: server.lastError && <TimeText at={server.lastError.at} />,
            help: server.lastError?.message,
          },
          {
            label: t('servers.fields.createdAt'),
            value: <TimeText at={server.createdAt} as="day" />,
          },
          { label: t('servers.fields.id'), value: server.id, copy: server.id },
        ]}
      />
    </Section>
  )
}
