import { Button, Grid, Stack } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { modulesQuery } from '../../../features/products/catalog-requests.ts'
import { ConnectionTest } from '../../../features/servers/connection-test.tsx'
import { PlacesText } from '../../../features/servers/places-text.tsx'
import { ServerForm } from '../../../features/servers/server-form.tsx'
import {
  deleteServer,
  type ServerPage,
  serverGroupsQuery,
  serverQuery,
} from '../../../features/servers/server-requests.ts'
import { ServerStatus } from '../../../features/servers/server-status.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { ActionMenu } from '../../../ui/action/action-menu.tsx'
import { ConfirmDialog } from '../../../ui/action/confirm-dialog.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One server: is it well, what does it hold, how is it reached. */
export default function ServerPageRoute() {
  const { serverId = '' } = useParams({ strict: false })
  return (
    <RequirePermission permission="servers:read">
      <ServerDetails key={serverId} id={serverId} />
    </RequirePermission>
  )
}

function ServerDetails({ id }: { id: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const search = useSearch({ strict: false }) as { test?: string }
  const mayReadModules = usePermission('products:read')
  const server = useQuery(serverQuery(id))
  const modules = useQuery({ ...modulesQuery, enabled: mayReadModules })
  if (server.isError) return <ErrorState error={server.error} />
  if (server.isPending) return <LoadingState />
  const { name } = server.data
  return (
    <>
      <PageHeader
        title={name}
        parents={[{ label: t('servers.title'), to: '/admin/servers' }]}
        badges={<ServerStatus server={server.data} size="md" />}
        secondary={
          <ActionMenu
            actions={server.data.actions}
            asButtons={['suspend', 'resume'].filter((verb) =>
              server.data.suspendedAt ? verb === 'resume' : verb === 'suspend',
            )}
            subject={{ type: 'server', name, href: `/api/v1/admin/servers/${id}` }}
            texts="servers.actions"
            looks={{ suspend: { icon: IconPlayerPause }, resume: { icon: IconPlayerPlay } }}
          />
        }
        primary={<DeleteButton server={server.data} />}
      />
      <Stack gap="md">
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            {modules.data && (
              <ServerForm
                server={server.data}
                modules={modules.data.filter((module) => module.needsServer)}
                onSaved={async () => {
                  notifyDone(t('servers.saved'))
                  await queries.invalidateQueries({ queryKey: ['server'] })
                }}
              />
            )}
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <Stack gap="md">
              <ConnectionTest server={server.data} isStarted={search.test === '1'} />
              <Facts server={server.data} />
            </Stack>
          </Grid.Col>
        </Grid>
        <HistorySection subject="server" subjectId={id} />
      </Stack>
    </>
  )
}

function Facts({ server }: { server: ServerPage }) {
  const { t, i18n } = useTranslation()
  const mayReadModules = usePermission('products:read')
  const modules = useQuery({ ...modulesQuery, enabled: mayReadModules })
  const groups = useQuery(serverGroupsQuery)
  const module = modules.data?.find((one) => one.id === server.type)
  return (
    <Section title={t('servers.sections.facts')}>
      <FactsList
        facts={[
          {
            label: t('servers.fields.type'),
            value: localText(module?.name, i18n.language) ?? server.type,
          },
          {
            label: t('servers.fields.groupId'),
            value: groups.data?.find((group) => group.id === server.groupId)?.name,
          },
          {
            label: t('servers.fields.places'),
            value: <PlacesText used={server.placesUsed} limit={server.placeLimit} />,
          },
          {
            label: t('servers.fields.suspendedAt'),
            value: <TimeText at={server.suspendedAt} />,
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

function DeleteButton({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const mayWrite = usePermission('servers:update')
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteServer(server.id),
    onSuccess: async () => {
      notifyDone(t('servers.deleted', { name: server.name }))
      await navigate({ to: '/admin/servers' })
      await queries.invalidateQueries({ queryKey: ['server'], refetchType: 'active' })
    },
  })
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} stroke={1.7} />}
        disabled={!mayWrite}
        onClick={() => setAsking(true)}
      >
        {t('servers.delete')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('servers.deleteTitle', { name: server.name })}
          text={t('servers.deleteText')}
          confirmLabel={t('servers.delete')}
          isDangerous
          typed={server.name}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
