import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { NewEndpointDialog } from '../../../features/webhooks/new-endpoint-dialog.tsx'
import {
  type Endpoint,
  endpointState,
  endpointsQuery,
} from '../../../features/webhooks/webhook-requests.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', limit: 200, filters: [] }

/** Who outside is told what happens. */
export default function WebhooksPage() {
  return (
    <RequirePermission permission="webhooks:read">
      <Webhooks />
    </RequirePermission>
  )
}

function Webhooks() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('webhooks:update')
  const [isMaking, setMaking] = useState(false)
  const query = useQuery({
    ...endpointsQuery,
    select: (items) => ({
      items,
      nextCursor: null,
      total: { count: items.length, exact: true },
    }),
  })
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setMaking(true)}>
      {t('webhooks.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('webhooks.title')}
        primary={add}
        secondary={<TextLink to="/admin/webhooks/events">{t('webhooks.events.title')}</TextLink>}
      />
      <DataTable
        name="webhooks"
        list={list}
        query={query}
        columns={useColumns()}
        rowTo={(row) => `/admin/webhooks/${row.id}`}
        empty={{ title: t('webhooks.empty'), text: t('webhooks.emptyText'), action: add }}
      />
      {isMaking && <NewEndpointDialog onClose={() => setMaking(false)} />}
    </>
  )
}

function useColumns(): TableColumn<Endpoint>[] {
  const { t } = useTranslation()
  return [
    { id: 'name', title: t('webhooks.fields.name'), isMain: true, render: (row) => row.name },
    { id: 'address', title: t('webhooks.fields.url'), cutAt: 320, render: (row) => row.address },
    {
      id: 'state',
      title: t('webhooks.fields.state'),
      render: (row) => <StatusBadge kind="endpoint" status={endpointState(row)} />,
    },
    {
      id: 'events',
      title: t('webhooks.fields.events'),
      render: (row) =>
        row.events.includes('*')
          ? t('webhooks.allEvents')
          : t('webhooks.someEvents', { count: row.events.length }),
    },
    {
      id: 'delivered',
      title: t('webhooks.fields.lastDeliveredAt'),
      render: (row) => <TimeText at={row.lastDeliveredAt} />,
    },
  ]
}
