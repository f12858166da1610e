import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableColumn, TableFilter } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import {
  DELIVERY_STATES,
  type Delivery,
  deliveriesQuery,
  eventKindsQuery,
} from './webhook-requests.ts'

const LIST = { sort: '', tab: 'all', filters: ['type'] }

/** What was sent to an endpoint, the newest first. */
export function DeliveryLog({ endpointId }: { endpointId: string }) {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const { search: _none, ...rest } = list.query
  const state: Record<string, string> = list.tab && list.tab !== 'all' ? { state: list.tab } : {}
  const query = useQuery({
    ...deliveriesQuery({ ...rest, ...state, endpointId }),
    placeholderData: keepPreviousData,
  })
  return (
    <DataTable
      name="webhook-deliveries"
      list={list}
      query={query}
      columns={useColumns()}
      filters={useFilters()}
      tabs={['all', ...DELIVERY_STATES].map((id) => ({
        id,
        label: id === 'all' ? t('webhooks.log.all') : t(`ui.status.delivery.${id}`),
      }))}
      rowTo={(row) => `/admin/webhooks/deliveries/${row.id}`}
      empty={{ title: t('webhooks.log.empty'), text: t('webhooks.log.emptyText') }}
    />
  )
}

function useFilters(): TableFilter[] {
  const { t } = useTranslation()
  const kinds = useQuery(eventKindsQuery)
  const types = [...(kinds.data ?? []).map(({ type }) => type), 'webhook.test']
  return [
    {
      id: 'type',
      label: t('webhooks.log.event'),
      kind: 'choice',
      options: types.map((value) => ({ value, label: value })),
    },
  ]
}

function useColumns(): TableColumn<Delivery>[] {
  const { t } = useTranslation()
  return [
    { id: 'type', title: t('webhooks.log.event'), isMain: true, render: (row) => row.type },
    {
      id: 'state',
      title: t('webhooks.log.state'),
      render: (row) => <StatusBadge kind="delivery" status={row.state} />,
    },
    {
      id: 'answer',
      title: t('webhooks.log.answer'),
      cutAt: 260,
      render: (row) => row.lastError ?? (row.lastStatus ? `HTTP ${row.lastStatus}` : '–'),
    },
    {
      id: 'attempts',
      title: t('webhooks.log.attempts'),
      align: 'end',
      render: (row) => row.attempts,
    },
    {
      id: 'created',
      title: t('webhooks.log.at'),
      render: (row) => <TimeText at={row.createdAt} />,
    },
    {
      id: 'due',
      title: t('webhooks.log.next'),
      render: (row) => <TimeText at={row.dueAt} />,
    },
  ]
}
