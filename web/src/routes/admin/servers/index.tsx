import { Button } from '@mantine/core'
import { IconFolders, IconPlus, IconPuzzle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverColumns, serverFilters } from '../../../features/servers/server-columns.tsx'
import { useServerNames } from '../../../features/servers/server-names.ts'
import { listServers } from '../../../features/servers/server-requests.ts'
import {
  type ChosenServerAction,
  ChosenServerDialog,
  ServerRowMenu,
} from '../../../features/servers/server-row-menu.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '', filters: ['groupId', 'type', 'health'] }

/** What is in the queues changes with every operation; the stream names servers less often. */
const LOOK_AGAIN_MS = 10_000

/** Where services are delivered, and how it goes there. */
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
  const names = useServerNames()
  const mayWrite = usePermission('servers:update')
  const [chosen, setChosen] = useState<ChosenServerAction | null>(null)
  const query = useQuery({
    queryKey: ['server', 'list', list.query],
    queryFn: ({ signal }) => listServers(list.query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  })
  const add = mayWrite && (
    <Button component={Link} to="/admin/servers/new" leftSection={<IconPlus size={14} />}>
      {t('servers.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('servers.title')} primary={add} secondary={<SideWays />} />
      <DataTable
        name="servers"
        list={list}
        query={query}
        columns={serverColumns(t, names)}
        filters={serverFilters(t, names)}
        searchLabel={t('servers.search')}
        rowTo={(row) => `/admin/servers/${row.id}`}
        rowMenu={(row) => <ServerRowMenu server={row} onChoose={setChosen} />}
        empty={{ title: t('servers.empty'), text: t('servers.emptyText'), action: add }}
      />
      {chosen && <ChosenServerDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

/** What belongs to servers and has pages of its own. */
function SideWays() {
  const { t } = useTranslation()
  return (
    <>
      <Button
        component={Link}
        to="/admin/servers/modules"
        variant="default"
        leftSection={<IconPuzzle size={14} aria-hidden />}
      >
        {t('servers.modules.title')}
      </Button>
      <Button
        component={Link}
        to="/admin/servers/groups"
        variant="default"
        leftSection={<IconFolders size={14} aria-hidden />}
      >
        {t('servers.groups.title')}
      </Button>
    </>
  )
}
