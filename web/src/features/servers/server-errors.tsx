import { Badge, Group, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { ERROR_CODES } from '../operations/operation-list.ts'
import { listOperations, type OperationRow } from '../operations/operation-requests.ts'
import { RequirePermission } from '../shell/require-permission.tsx'
import type { ServerPage } from './server-requests.ts'

const LIST = { sort: '-createdAt', filters: ['errorCode'] }

/** What this server said no to, in its own words, each with its operation. */
export function ServerErrors({ server }: { server: ServerPage }) {
  return (
    <RequirePermission permission="operations:read">
      <Errors serverId={server.id} />
    </RequirePermission>
  )
}

function Errors({ serverId }: { serverId: string }) {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const query = { errorCode: ERROR_CODES.join(','), ...list.query, serverId }
  const errors = useQuery({
    queryKey: ['operation', 'list', query],
    queryFn: () => listOperations(query),
    placeholderData: keepPreviousData,
  })
  const options = ERROR_CODES.map((value) => ({ value, label: t(`operations.error.${value}`) }))
  return (
    <DataTable
      name="server-errors"
      list={list}
      query={errors}
      columns={errorColumns(t)}
      filters={[
        { id: 'errorCode', label: t('operations.filter.errorCode'), kind: 'choices', options },
      ]}
      rowTo={(row) => `/admin/operations/${row.id}`}
      empty={{ title: t('servers.noErrors'), text: t('servers.noErrorsText') }}
    />
  )
}

function errorColumns(t: TFunction): TableColumn<OperationRow>[] {
  return [
    {
      id: 'at',
      title: t('servers.errors.at'),
      render: (row) => <TimeText at={row.startedAt ?? row.createdAt} />,
    },
    {
      id: 'operation',
      title: t('operations.kind'),
      isMain: true,
      render: (row) => t(`ui.operation.kind.${row.kind}`),
    },
    {
      id: 'message',
      title: t('operations.message'),
      render: (row) => (
        <Group gap={6} wrap="nowrap" align="flex-start">
          {row.error && (
            <Badge variant="light" color="red" radius="sm" tt="none" style={{ flexShrink: 0 }}>
              {t(`operations.error.${row.error.code}`, { defaultValue: row.error.code })}
            </Badge>
          )}
          <Text span inherit style={{ whiteSpace: 'normal', minWidth: 200, maxWidth: 480 }}>
            {row.error?.message}
          </Text>
        </Group>
      ),
    },
    {
      id: 'state',
      title: t('servers.errors.now'),
      render: (row) => <StatusBadge kind="operation" status={row.state} />,
    },
    {
      id: 'service',
      title: t('operations.service'),
      cutAt: 190,
      render: (row) =>
        row.service ? (
          <TextLink to={`/admin/services/${row.service.id}`} isQuiet>
            {row.service.name} #{row.service.number}
          </TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'due',
      title: t('operations.due'),
      render: (row) =>
        row.state === 'succeeded' ? (
          <IconCircleCheck size={15} aria-label={t('ui.status.operation.succeeded')} />
        ) : (
          <TimeText at={row.settledAt ? null : row.dueAt} />
        ),
    },
  ]
}
