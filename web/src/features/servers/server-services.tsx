import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useListState } from '../../ui/table/use-list-state.ts'
import { serviceColumns } from '../services/service-columns.tsx'
import { listServices } from '../services/service-requests.ts'
import { RequirePermission } from '../shell/require-permission.tsx'
import type { ServerPage } from './server-requests.ts'

const LIST = { sort: '-createdAt', filters: [], names: { search: 'q' } }

/** The services on a server; for more than looking, their own list is a click away. */
export function ServerServices({ server }: { server: ServerPage }) {
  return (
    <RequirePermission permission="services:read">
      <Services serverId={server.id} />
    </RequirePermission>
  )
}

function Services({ serverId }: { serverId: string }) {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const { search, ...page } = list.query
  const query = { ...page, ...(search ? { q: search } : {}), serverId }
  const services = useQuery({
    queryKey: ['service', 'list', query],
    queryFn: () => listServices(query),
    placeholderData: keepPreviousData,
  })
  return (
    <DataTable
      name="server-services"
      list={list}
      query={services}
      columns={serviceColumns(t, ['server'])}
      searchLabel={t('services.search')}
      rowTo={(row) => `/admin/services/${row.id}`}
      toolbar={
        <Button
          component={Link}
          to="/admin/services"
          search={{ serverId } as never}
          variant="default"
          leftSection={<IconExternalLink size={14} aria-hidden />}
        >
          {t('servers.openList')}
        </Button>
      }
      empty={{ title: t('servers.noServices'), text: t('servers.noServicesText') }}
    />
  )
}
