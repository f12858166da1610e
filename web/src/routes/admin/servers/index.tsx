import { Button } from '@mantine/core'
import { IconFolders, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { send } from '../../../api/client.ts'
import { modulesQuery } from '../../../features/products/catalog-requests.ts'
import { PlacesText } from '../../../features/servers/places-text.tsx'
import { type Server, serverGroupsQuery } from '../../../features/servers/server-requests.ts'
import { ServerStatus } from '../../../features/servers/server-status.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { Page, TableColumn, TableFilter } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', filters: ['groupId', 'type', 'health'] }

/** Where services are delivered. */
export default function ServersPage() {
  return (
    <RequirePermission permission="servers:read">
      <Servers />
    </RequirePermission>
  )
}

function Servers() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('servers:update')
  const query = useQuery({
    queryKey: ['server', 'list', list.query],
    queryFn: ({ signal }) =>
      send<Page<Server>>({ url: '/api/v1/admin/servers', query: list.query, signal }),
    placeholderData: keepPreviousData,
  })
  const names = useNames()
  const add = mayWrite && (
    <Button component={Link} to="/admin/servers/new" leftSection={<IconPlus size={14} />}>
      {t('servers.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('servers.title')}
        primary={add}
        secondary={
          <Button
            component={Link}
            to="/admin/servers/groups"
            variant="default"
            leftSection={<IconFolders size={14} />}
          >
            {t('servers.groups.title')}
          </Button>
        }
      />
      <DataTable
        name="servers"
        list={list}
        query={query}
        columns={useColumns(names)}
        filters={useFilters(names)}
        searchLabel={t('servers.search')}
        rowTo={(row) => `/admin/servers/${row.id}`}
        empty={{ title: t('servers.empty'), text: t('servers.emptyText'), action: add }}
      />
    </>
  )
}

interface Names {
  types: Map<string, string>
  groups: Map<string, string>
}

/** Types and groups by what people call them. The types need the right to see products. */
function useNames(): Names {
  const { i18n } = useTranslation()
  const mayReadModules = usePermission('products:read')
  const modules = useQuery({ ...modulesQuery, enabled: mayReadModules })
  const groups = useQuery(serverGroupsQuery)
  const servers = (modules.data ?? []).filter((module) => module.needsServer)
  return {
    types: new Map(servers.map((one) => [one.id, localText(one.name, i18n.language) ?? one.id])),
    groups: new Map((groups.data ?? []).map((group) => [group.id, group.name])),
  }
}

const asOptions = (names: Map<string, string>) =>
  [...names].map(([value, label]) => ({ value, label }))

function useFilters({ types, groups }: Names): TableFilter[] {
  const { t } = useTranslation()
  return [
    {
      id: 'health',
      label: t('servers.fields.health'),
      kind: 'choice',
      options: ['healthy', 'unhealthy', 'unknown'].map((value) => ({
        value,
        label: t(`ui.status.server.${value}`),
      })),
    },
    {
      id: 'groupId',
      label: t('servers.fields.groupId'),
      kind: 'choice',
      options: asOptions(groups),
    },
    { id: 'type', label: t('servers.fields.type'), kind: 'choice', options: asOptions(types) },
  ]
}

function useColumns({ types, groups }: Names): TableColumn<Server>[] {
  const { t } = useTranslation()
  return [
    { id: 'name', title: t('servers.fields.name'), isMain: true, render: (row) => row.name },
    {
      id: 'type',
      title: t('servers.fields.type'),
      render: (row) => types.get(row.type) ?? row.type,
    },
    {
      id: 'group',
      title: t('servers.fields.groupId'),
      render: (row) => (row.groupId && groups.get(row.groupId)) || '–',
    },
    {
      id: 'health',
      title: t('servers.fields.health'),
      render: (row) => <ServerStatus server={row} />,
    },
    {
      id: 'checked',
      title: t('servers.fields.checkedAt'),
      render: (row) => <TimeText at={row.checkedAt} />,
    },
    {
      id: 'places',
      title: t('servers.fields.places'),
      align: 'end',
      render: (row) => <PlacesText used={row.placesUsed} limit={row.placeLimit} />,
    },
    {
      id: 'acceptsNew',
      title: t('servers.fields.acceptsNewShort'),
      render: (row) => t(row.acceptsNew ? 'servers.yes' : 'servers.no'),
    },
  ]
}
