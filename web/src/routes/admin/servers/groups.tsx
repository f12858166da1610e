import { Button, Menu, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { fieldErrors, toProblem } from '../../../api/problem.ts'
import {
  deleteServerGroup,
  type ServerGroup,
  saveServerGroup,
} from '../../../features/servers/server-requests.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { ConfirmDialog } from '../../../ui/action/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { RowLink } from '../../../ui/table/row-link.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', limit: 200, filters: [] }
type Open = { kind: 'edit'; group: ServerGroup | null } | { kind: 'delete'; group: ServerGroup }

/** Servers that can stand in for each other. */
export default function ServerGroupsPage() {
  return (
    <RequirePermission permission="servers:read">
      <ServerGroups />
    </RequirePermission>
  )
}

function ServerGroups() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('servers:update')
  const [open, setOpen] = useState<Open | null>(null)
  const query = useQuery({
    queryKey: ['server', 'group-list'],
    queryFn: () => read(api.GET('/api/v1/admin/server-groups')),
  })
  const add = mayWrite && (
    <Button
      leftSection={<IconPlus size={14} />}
      onClick={() => setOpen({ kind: 'edit', group: null })}
    >
      {t('servers.groups.new')}
    </Button>
  )
  const close = () => setOpen(null)
  return (
    <>
      <PageHeader
        title={t('servers.groups.title')}
        subtitle={t('servers.groups.text')}
        parents={[{ label: t('servers.title'), to: '/admin/servers' }]}
        primary={add}
      />
      <DataTable<ServerGroup>
        name="server-groups"
        list={list}
        query={query}
        columns={[
          {
            id: 'name',
            title: t('servers.fields.name'),
            isMain: true,
            render: (row) => (
              <RowLink onClick={() => setOpen({ kind: 'edit', group: row })}>{row.name}</RowLink>
            ),
          },
          {
            id: 'created',
            title: t('servers.fields.createdAt'),
            render: (row) => <TimeText at={row.createdAt} />,
          },
        ]}
        rowMenu={
          mayWrite
            ? (row) => (
                <>
                  <Menu.Item
                    leftSection={<IconPencil size={15} />}
                    onClick={() => setOpen({ kind: 'edit', group: row })}
                  >
                    {t('servers.groups.rename')}
                  </Menu.Item>
                  <Menu.Item
                    color="red"
                    leftSection={<IconTrash size={15} />}
                    onClick={() => setOpen({ kind: 'delete', group: row })}
                  >
                    {t('servers.delete')}
                  </Menu.Item>
                </>
              )
            : undefined
        }
        empty={{ title: t('servers.groups.empty'), text: t('servers.groups.text'), action: add }}
      />
      {open?.kind === 'edit' && <NameDialog group={open.group} onClose={close} />}
      {open?.kind === 'delete' && <DeleteDialog group={open.group} onClose={close} />}
    </>
  )
}

function NameDialog({ group, onClose }: { group: ServerGroup | null; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState(group?.name ?? '')
  const save = useMutation({
    mutationFn: () => saveServerGroup(group?.id ?? null, name.trim()),
    onSuccess: async () => {
      notifyDone(t('servers.groups.saved', { name }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['server'] })
    },
  })
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  return (
    <ConfirmDialog
      title={group ? t('servers.groups.rename') : t('servers.groups.new')}
      confirmLabel={group ? t('servers.save') : t('servers.groups.create')}
      isPending={save.isPending}
      isDisabled={name.trim() === ''}
      error={save.error}
      hasForm
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t('servers.fields.name')}
        required
        maxLength={100}
        data-autofocus
        value={name}
        error={errors['/name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

function DeleteDialog({ group, onClose }: { group: ServerGroup; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteServerGroup(group.id),
    onSuccess: async () => {
      notifyDone(t('servers.deleted', { name: group.name }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['server'] })
    },
  })
  return (
    <ConfirmDialog
      title={t('servers.deleteTitle', { name: group.name })}
      text={t('servers.groups.deleteText')}
      confirmLabel={t('servers.delete')}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  )
}
