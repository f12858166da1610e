import { Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowsDiff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionMenu } from '../../ui/action/action-menu.tsx'
import { verbOf } from '../../ui/action/action-types.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { PageNav } from '../../ui/page/page-nav.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { ReconcileButton } from '../drift/reconcile-button.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import { GateBanner } from './gate-banner.tsx'
import { GateText } from './gate-text.tsx'
import { useServerActions } from './server-actions.ts'
import { useServerNames } from './server-names.ts'
import { type ServerPage, serverQuery } from './server-requests.ts'
import { ServerStatus } from './server-status.tsx'

/** Its queue changes with every operation; the stream names servers less often. */
const LOOK_AGAIN_MS = 10_000

/** What all sub-pages of a server share: its name and state, what stands out, the way around. */
export function ServerFrame({ children }: { children: (server: ServerPage) => ReactNode }) {
  const { serverId = '' } = useParams({ strict: false }) as { serverId?: string }
  return (
    <RequirePermission permission="servers:read">
      <Loaded key={serverId} id={serverId}>
        {children}
      </Loaded>
    </RequirePermission>
  )
}

function Loaded(props: { id: string; children: (server: ServerPage) => ReactNode }) {
  const server = useQuery({ ...serverQuery(props.id), refetchInterval: LOOK_AGAIN_MS })
  if (server.isPending) return <LoadingState />
  if (!server.data) {
    return <ErrorState error={server.error} onRetry={() => void server.refetch()} />
  }
  return <Framed server={server.data}>{props.children(server.data)}</Framed>
}

function Framed({ server, children }: { server: ServerPage; children: ReactNode }) {
  const { t } = useTranslation()
  const { types, groups } = useServerNames()
  const group = server.groupId ? groups.get(server.groupId) : undefined
  return (
    <>
      <PageHeader
        title={server.name}
        parents={[{ label: t('servers.title'), to: '/admin/servers' }]}
        badges={
          <>
            <ServerStatus server={server} size="md" />
            {server.gate.state !== 'open' && <GateText gate={server.gate} size="md" />}
          </>
        }
        subtitle={[types.get(server.type) ?? server.type, group].filter(Boolean).join(' · ')}
        secondary={<ServerMenu server={server} />}
      />
      <Stack gap="xs" mb="sm" className="gone-when-empty">
        <GateBanner server={server} />
        <HealthBanner server={server} />
        <DriftBanner server={server} />
      </Stack>
      <ServerNav server={server} />
      {children}
    </>
  )
}

/** What is possible stands as a button, the rest with its reason in the menu. */
function ServerMenu({ server }: { server: ServerPage }) {
  const context = useServerActions(server)
  // The test has a place of its own, which shows what it found.
  const actions = server.actions.filter(({ id }) => verbOf(id) !== 'test')
  const possible = actions.filter((offer) => offer.allowed).map(({ id }) => verbOf(id))
  return (
    <>
      <ReconcileButton server={server} />
      <ActionMenu actions={actions} asButtons={possible} {...context} />
    </>
  )
}

/** On the overview the connection test says the same, and what to do about it. */
function HealthBanner({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  if (server.health !== 'unhealthy' || pathname === `/admin/servers/${server.id}`) return null
  return (
    <Banner icon={IconAlertTriangle} color="red" title={t('servers.unhealthyTitle')}>
      {server.healthMessage ?? t('servers.unhealthyText')}
    </Banner>
  )
}

function DriftBanner({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  if (server.drift === 0) return null
  return (
    <Banner
      icon={IconArrowsDiff}
      color="orange"
      title={t('servers.driftTitle', { count: server.drift })}
      aside={
        <Text size="sm" component="div">
          <TextLink to={`/admin/servers/${server.id}/drift`}>{t('servers.driftLink')}</TextLink>
        </Text>
      }
    />
  )
}

function ServerNav({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const base = `/admin/servers/${server.id}`
  const { waiting, running, unknown, waitsForStaff } = server.queue
  const counts: Record<string, number> = {
    queue: waiting + running + unknown + waitsForStaff,
    services: server.placesUsed,
    drift: server.drift,
  }
  return (
    <PageNav
      label={t('servers.nav.label', { name: server.name })}
      entries={[
        { label: t('servers.nav.overview'), to: base },
        ...PAGES.map((page) => ({
          label: t(`servers.nav.${page}`),
          to: `${base}/${page}`,
          count: counts[page],
        })),
      ]}
    />
  )
}

const PAGES = ['queue', 'errors', 'services', 'drift', 'reconciliations', 'settings', 'history']
