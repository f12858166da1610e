import { Badge, Button, Menu } from '@mantine/core'
import {
  IconBan,
  IconCircleCheck,
  IconMail,
  IconPencil,
  IconPlus,
  IconShieldOff,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { MemberDialog } from '../../../features/staff/member-dialog.tsx'
import {
  actOnMember,
  type MemberVerb,
  type StaffMember,
} from '../../../features/staff/staff-requests.ts'
import { StaffTabs } from '../../../features/staff/staff-tabs.tsx'
import { ConfirmDialog } from '../../../ui/action/confirm-dialog.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { RowLink } from '../../../ui/table/row-link.tsx'
import type { TableColumn } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', limit: 200, filters: [] }

type Open =
  | { kind: 'edit'; member: StaffMember | null }
  | { kind: 'verb'; member: StaffMember; verb: MemberVerb }

/** The team. */
export default function StaffPage() {
  return (
    <RequirePermission permission="staff:read">
      <Members />
    </RequirePermission>
  )
}

function Members() {
  const { t } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('staff:update')
  const [open, setOpen] = useState<Open | null>(null)
  const query = useQuery({
    queryKey: ['staff', 'list'],
    queryFn: async () => {
      const { items } = await read(api.GET('/api/v1/admin/staff'))
      return { items, nextCursor: null, total: { count: items.length, exact: true } }
    },
  })
  const close = () => setOpen(null)
  const edit = (member: StaffMember) => setOpen({ kind: 'edit', member })
  return (
    <>
      <PageHeader
        title={t('staff.title')}
        primary={
          mayWrite && (
            <Button
              leftSection={<IconPlus size={14} />}
              onClick={() => setOpen({ kind: 'edit', member: null })}
            >
              {t('staff.members.invite')}
            </Button>
          )
        }
      />
      <StaffTabs />
      <DataTable
        name="staff"
        list={list}
        query={query}
        columns={useColumns(mayWrite ? edit : null)}
        rowMenu={
          mayWrite
            ? (member) => (
                <MemberMenu
                  member={member}
                  onEdit={() => edit(member)}
                  onVerb={(verb) => setOpen({ kind: 'verb', member, verb })}
                />
              )
            : undefined
        }
        empty={{ title: t('staff.members.empty') }}
      />
      {open?.kind === 'edit' && <MemberDialog member={open.member} onClose={close} />}
      {open?.kind === 'verb' && (
        <VerbDialog member={open.member} verb={open.verb} onClose={close} />
      )}
    </>
  )
}

function useColumns(edit: ((member: StaffMember) => void) | null): TableColumn<StaffMember>[] {
  const { t } = useTranslation()
  return [
    {
      id: 'name',
      title: t('staff.fields.name'),
      isMain: true,
      render: (row) => (edit ? <RowLink onClick={() => edit(row)}>{row.name}</RowLink> : row.name),
    },
    { id: 'email', title: t('staff.fields.email'), render: (row) => row.email },
    {
      id: 'role',
      title: t('staff.fields.role'),
      render: (row) => t(`staff.roleName.${row.role.name}`, { defaultValue: row.role.name }),
    },
    {
      id: 'totp',
      title: t('staff.fields.totp'),
      render: (row) => t(row.totpEnabled ? 'staff.on' : 'staff.off'),
    },
    { id: 'state', title: t('staff.fields.state'), render: (row) => <MemberState member={row} /> },
    {
      id: 'created',
      title: t('staff.fields.createdAt'),
      render: (row) => <TimeText at={row.createdAt} as="day" />,
    },
  ]
}

function MemberState({ member }: { member: StaffMember }) {
  const { t } = useTranslation()
  const [state, color, Icon] = member.disabledAt
    ? (['disabled', 'gray', IconBan] as const)
    : member.hasPassword
      ? (['active', 'teal', IconCircleCheck] as const)
      : (['invited', 'blue', IconMail] as const)
  return (
    <Badge
      variant="light"
      color={color}
      radius="sm"
      tt="none"
      px={7}
      leftSection={<Icon size={13} stroke={2} aria-hidden />}
    >
      {t(`staff.state.${state}`)}
    </Badge>
  )
}

function MemberMenu(props: {
  member: StaffMember
  onEdit: () => void
  onVerb: (verb: MemberVerb) => void
}) {
  const { t } = useTranslation()
  const { member, onVerb } = props
  const item = (verb: MemberVerb, Icon: typeof IconMail) => (
    <Menu.Item leftSection={<Icon size={15} stroke={1.7} />} onClick={() => onVerb(verb)}>
      {t(`staff.verbs.${verb}.label`)}
    </Menu.Item>
  )
  return (
    <>
      <Menu.Item leftSection={<IconPencil size={15} stroke={1.7} />} onClick={props.onEdit}>
        {t('staff.edit')}
      </Menu.Item>
      {!member.hasPassword && !member.disabledAt && item('invite', IconMail)}
      {member.totpEnabled && item('reset-totp', IconShieldOff)}
      {member.disabledAt ? item('enable', IconCircleCheck) : item('disable', IconBan)}
    </>
  )
}

function VerbDialog(props: { member: StaffMember; verb: MemberVerb; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { member, verb, onClose } = props
  const run = useMutation({
    mutationFn: () => actOnMember(member.id, verb),
    onSuccess: async () => {
      notifyDone(t(`staff.verbs.${verb}.done`, { name: member.name }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  return (
    <ConfirmDialog
      title={`${t(`staff.verbs.${verb}.label`)} · ${member.name}`}
      text={t(`staff.verbs.${verb}.text`)}
      confirmLabel={t(`staff.verbs.${verb}.label`)}
      isDangerous={verb === 'disable'}
      isPending={run.isPending}
      error={run.error}
      onConfirm={() => run.mutate()}
      onClose={onClose}
    />
  )
}
