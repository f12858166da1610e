import { Box } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { modulesQuery } from '../../../features/products/catalog-requests.ts'
import { ServerForm } from '../../../features/servers/server-form.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** Adds a server, then tries its credentials. */
export default function NewServerPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="servers:update">
      <PageHeader
        title={t('servers.new')}
        parents={[{ label: t('servers.title'), to: '/admin/servers' }]}
      />
      <NewServer />
    </RequirePermission>
  )
}

function NewServer() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const modules = useQuery(modulesQuery)
  if (modules.isPending) return <LoadingState />
  if (modules.isError) return <ErrorState error={modules.error} />
  return (
    <Box maw={860}>
      <ServerForm
        server={null}
        modules={modules.data.filter((module) => module.needsServer)}
        onSaved={async (server) => {
          await queries.invalidateQueries({ queryKey: ['server'] })
          await navigate({ to: `/admin/servers/${server.id}`, search: { test: '1' } as never })
        }}
      />
    </Box>
  )
}
