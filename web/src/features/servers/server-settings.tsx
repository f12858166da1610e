import { Box, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone } from '../../ui/state/problem-alert.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { lastReconciliationQuery } from '../drift/drift-requests.ts'
import { AutoFixSwitch } from '../drift/reconciliation-schedule.tsx'
import { modulesQuery } from '../products/catalog-requests.ts'
import { RequirePermission, usePermission } from '../shell/require-permission.tsx'
import { DeleteServer } from './delete-server.tsx'
import { ServerForm } from './server-form.tsx'
import type { ServerPage } from './server-requests.ts'

/** How a server is reached, what it may take, and the way to forget it. */
export function ServerSettings({ server }: { server: ServerPage }) {
  return (
    <RequirePermission permission="products:read">
      <Settings server={server} />
    </RequirePermission>
  )
}

function Settings({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const modules = useQuery(modulesQuery)
  if (modules.isPending) return <LoadingState />
  if (modules.isError) return <ErrorState error={modules.error} />
  const module = modules.data.find(({ id }) => id === server.type)
  return (
    <Box maw={860}>
      <Stack gap="md">
        {module ? (
          <ServerForm
            server={server}
            module={module}
            onSaved={async () => {
              notifyDone(t('servers.saved'))
              await queries.invalidateQueries({ queryKey: ['server'] })
            }}
          />
        ) : (
          <EmptyState
            icon={IconAlertTriangle}
            title={t('servers.modules.missing', { type: server.type })}
            text={t('servers.modules.missingText')}
          />
        )}
        <Comparison serverId={server.id} />
        <DeleteServer server={server} />
      </Stack>
    </Box>
  )
}

/** What the comparison with the books may do by itself. */
function Comparison({ serverId }: { serverId: string }) {
  const { t } = useTranslation()
  const isPermitted = usePermission('drift:read')
  const last = useQuery({ ...lastReconciliationQuery(serverId), enabled: isPermitted })
  if (!last.data) return null
  return (
    <Section title={t('drift.schedule')}>
      <AutoFixSwitch serverId={serverId} isOn={last.data.schedule.autoFixRunning} />
    </Section>
  )
}
