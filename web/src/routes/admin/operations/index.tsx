import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { operationColumns } from '../../../features/operations/operation-columns.tsx'
import { listOperations } from '../../../features/operations/operation-requests.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '-createdAt', tab: 'all', filters: ['kind', 'serverId'] }
const STATES = ['running', 'queued', 'unknown', 'failed', 'succeeded', 'abandoned', 'superseded']
const KINDS = [
  ...['create', 'adopt', 'suspend', 'unsuspend', 'terminate', 'redeliver', 'change_plan'],
  ...['rename', 'reinstall', 'reset_password', 'power', 'change_owner'],
]

/** What is being done on servers, live, and what was done. */
export default function OperationsPage() {
  return (
    <RequirePermission permission="operations:read">
      <OperationList />
    </RequirePermission>
  )
}

function OperationList() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const seesServers = usePermission('servers:read')
  const operations = useQuery({
    queryKey: ['operation', 'list', list.query, list.tab],
    queryFn: () => listOperations({ ...list.query, ...tabQuery(list.tab) }),
    placeholderData: keepPreviousData,
  })
  const servers = useQuery({
    queryKey: ['server', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/servers', { params: { query: { limit: 200 } } })),
    enabled: seesServers,
  })
  return (
    <>
      <PageHeader title={t('operations.title')} />
      <DataTable
        name="operations"
        list={list}
        query={operations}
        columns={operationColumns(t)}
        tabs={[
          { id: 'all', label: t('operations.tab.all') },
          { id: 'waiting', label: t('operations.tab.waiting') },
          ...STATES.map((id) => ({ id, label: t(`ui.status.operation.${id}`) })),
        ]}
        filters={[
          {
            id: 'kind',
            label: t('operations.filter.kind'),
            kind: 'choice',
            options: KINDS.map((kind) => ({ value: kind, label: t(`ui.operation.kind.${kind}`) })),
          },
          {
            id: 'serverId',
            label: t('operations.filter.serverId'),
            kind: 'choice',
            options: servers.data?.items.map((s) => ({ value: s.id, label: s.name })) ?? [],
          },
        ]}
        rowTo={(row) => `/admin/operations/${row.id}`}
        empty={{ title: t('operations.empty'), text: t('operations.emptyText') }}
      />
    </>
  )
}

function tabQuery(tab: string | null): Record<string, string> {
  if (tab === 'waiting') return { waitsForStaff: 'true' }
  return tab && tab !== 'all' ? { state: tab } : {}
}
