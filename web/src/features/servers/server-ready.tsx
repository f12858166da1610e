import { Box, Group, Stack, Text } from '@mantine/core'
import {
  IconChevronRight,
  IconDownload,
  IconPackage,
  IconServer2,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { ConnectionTest } from './connection-test.tsx'
import { type ServerPage, serverQuery } from './server-requests.ts'

/** The new server is tried at once; then what can be done with it. */
export function ServerReady({ id }: { id: string }) {
  const server = useQuery(serverQuery(id))
  if (server.isPending) return <LoadingState />
  if (!server.data) return <ErrorState error={server.error} />
  return (
    <Stack gap="md" maw={860}>
      <ConnectionTest server={server.data} isStarted />
      <WhatNext server={server.data} />
    </Stack>
  )
}

interface Way {
  id: string
  icon: TablerIcon
  to: string
  search?: Record<string, string>
}

/** The ways on: a server that does not answer is corrected first. */
function waysOn({ id, health }: ServerPage): Way[] {
  const settings = { id: 'settings', icon: IconSettings, to: `/admin/servers/${id}/settings` }
  const page = { id: 'page', icon: IconServer2, to: `/admin/servers/${id}` }
  if (health === 'unhealthy') return [settings, page]
  return [
    {
      id: 'import',
      icon: IconDownload,
      to: '/admin/imports/new',
      search: { server: id },
    },
    { id: 'product', icon: IconPackage, to: '/admin/products/new' },
    page,
  ]
}

function WhatNext({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  return (
    <Section title={t('servers.next.title')} flush>
      {waysOn(server).map(({ id, icon: Icon, to, search }) => (
        <Box
          key={id}
          component={Link}
          to={to}
          search={search as never}
          className="line-link"
          display="block"
          px="md"
          py="sm"
        >
          <Group wrap="nowrap" justify="space-between">
            <Group gap="sm" wrap="nowrap">
              <Icon size={18} stroke={1.7} aria-hidden />
              <div>
                <Text size="sm" fw={600}>
                  {t(`servers.next.${id}`, { name: server.name })}
                </Text>
                <Text size="sm" c="dimmed">
                  {t(`servers.next.${id}Text`)}
                </Text>
              </div>
            </Group>
            <IconChevronRight size={16} color="var(--mantine-color-dimmed)" aria-hidden />
          </Group>
        </Box>
      ))}
    </Section>
  )
}
