import { Badge, Button, Code, Menu, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { ApiKeyDialog } from '../../../features/staff/api-key-dialog.tsx'
import { type ApiKey, revokeApiKey } from '../../../features/staff/staff-requests.ts'
import { StaffTabs } from '../../../features/staff/staff-tabs.tsx'
import { ConfirmDialog } from '../../../ui/action/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', limit: 200, filters: [] }

/** Keys by which other programs use the API. */
export default function ApiKeysPage() {
  return (
    <RequirePermission permission="api_keys:read">
      <ApiKeys />
    </RequirePermission>
  )
}

function ApiKeys() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('api_keys:update')
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<ApiKey | null>(null)
  const query = useQuery({
    queryKey: ['api_key', 'list'],
    queryFn: async () => {
      const { items } = await read(api.GET('/api/v1/admin/api-keys'))
      return { items, nextCursor: null, total: { count: items.length, exact: true } }
    },
  })
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setMaking(true)}>
      {t('staff.keys.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('staff.title')} primary={add} />
      <StaffTabs />
      <DataTable
        name="api-keys"
        list={list}
        query={query}
        columns={useColumns()}
        rowMenu={
          mayWrite
            ? (row) => (
                <Menu.Item
                  color="red"
                  disabled={row.revokedAt !== null}
                  leftSection={<IconTrash size={15} stroke={1.7} />}
                  onClick={() => setRevoked(row)}
                >
                  {t('staff.keys.revoke')}
                </Menu.Item>
              )
            : undefined
        }
        empty={{ title: t('staff.keys.empty'), text: t('staff.keys.emptyText'), action: add }}
      />
      {isMaking && <ApiKeyDialog onClose={() => setMaking(false)} />}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(null)} />}
    </>
  )
}

function useColumns(): TableColumn<ApiKey>[] {
  const { t } = useTranslation()
  return [
    { id: 'name', title: t('staff.fields.name'), isMain: true, render: (row) => row.name },
    {
      id: 'prefix',
      title: t('staff.keys.prefix'),
      render: (row) => <Code>{row.prefix}…</Code>,
    },
    { id: 'owner', title: t('staff.keys.owner'), render: (row) => row.staff.name },
    {
      id: 'permissions',
      title: t('staff.keys.permissions'),
      render: (row) =>
        row.permissions === null ? (
          t('staff.keys.all')
        ) : (
          <Tooltip label={row.permissions.join(', ')}>
            <span>{t('staff.keys.some', { count: row.permissions.length })}</span>
          </Tooltip>
        ),
    },
    {
      id: 'used',
      title: t('staff.keys.lastUsedAt'),
      render: (row) => <TimeText at={row.lastUsedAt} />,
    },
    {
      id: 'expires',
      title: t('staff.keys.expiresOn'),
      render: (row) =>
        row.revokedAt ? (
          <Badge variant="light" color="gray" tt="none" radius="sm">
            {t('staff.keys.revoked')}
          </Badge>
        ) : (
          <TimeText at={row.expiresAt} as="day" />
        ),
    },
    {
      id: 'created',
      title: t('staff.fields.createdAt'),
      render: (row) => <TimeText at={row.createdAt} />,
    },
  ]
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: async () => {
      notifyDone(t('staff.keys.revokedDone', { name: apiKey.name }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['api_key'] })
    },
  })
  return (
    <ConfirmDialog
      title={t('staff.keys.revokeTitle', { name: apiKey.name })}
      text={t('staff.keys.revokeText')}
      confirmLabel={t('staff.keys.revoke')}
      isDangerous
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  )
}
