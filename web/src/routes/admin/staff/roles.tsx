import { Button, Paper, ScrollArea, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isPermitted } from '../../../api/session.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { groupPermissions, permissionVerb } from '../../../features/staff/permission-groups.ts'
import { RoleDialog } from '../../../features/staff/role-dialog.tsx'
import { type Role, type Roles, rolesQuery } from '../../../features/staff/staff-requests.ts'
import { StaffTabs } from '../../../features/staff/staff-tabs.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** The names stay in sight while a phone's reader moves along the roles. */
const STAYS: CSSProperties = {
  position: 'sticky',
  left: 0,
  zIndex: 1,
  background: 'var(--berth-surface)',
}

/** What each role may do, side by side. */
export default function RolesPage() {
  return (
    <RequirePermission permission="staff:read">
      <RolesMatrix />
    </RequirePermission>
  )
}

function RolesMatrix() {
  const { t } = useTranslation()
  const mayWrite = usePermission('roles:update')
  const roles = useQuery(rolesQuery)
  const [open, setOpen] = useState<Role | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={t('staff.title')}
        primary={
          mayWrite && (
            <Button leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
              {t('staff.roles.new')}
            </Button>
          )
        }
      />
      <StaffTabs />
      {roles.isPending && <LoadingState />}
      {roles.isError && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
      {roles.data && <Matrix roles={roles.data} onEdit={mayWrite ? setOpen : null} />}
      {open && roles.data && (
        <RoleDialog
          key={open === 'new' ? 'new' : open.id}
          role={open === 'new' ? null : open}
          permissions={roles.data.permissions}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

function Matrix({ roles, onEdit }: { roles: Roles; onEdit: ((role: Role) => void) | null }) {
  const { t } = useTranslation()
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <ScrollArea>
        <Table highlightOnHover verticalSpacing={3} miw={240 + roles.items.length * 110}>
          <Table.Thead bg="var(--berth-ground)">
            <Table.Tr>
              <Table.Th style={{ ...STAYS, background: 'var(--berth-ground)' }}>
                {t('staff.roles.permission')}
              </Table.Th>
              {roles.items.map((role) => (
                <Table.Th key={role.id} ta="center" style={{ whiteSpace: 'nowrap' }}>
                  <RoleName role={role} onEdit={onEdit} />
                  <Text size="xs" c="dimmed" fw={400}>
                    {t('staff.roles.members', { count: role.members })}
                  </Text>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groupPermissions(roles.permissions).map(({ noun, permissions }) => (
              <Fragment key={noun}>
                <Table.Tr>
                  <Table.Th colSpan={roles.items.length + 1} scope="rowgroup" pt={10}>
                    {t(`staff.noun.${noun}`, { defaultValue: noun })}
                  </Table.Th>
                </Table.Tr>
                {permissions.map((permission) => (
                  <PermissionRow key={permission} permission={permission} roles={roles.items} />
                ))}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Paper>
  )
}

function RoleName({ role, onEdit }: { role: Role; onEdit: ((role: Role) => void) | null }) {
  const { t } = useTranslation()
  const name = t(`staff.roleName.${role.name}`, { defaultValue: role.name })
  if (!onEdit || role.permissions.includes('*')) return name
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      rightSection={<IconPencil size={13} />}
      aria-label={t('staff.roles.edit', { name })}
      onClick={() => onEdit(role)}
    >
      {name}
    </Button>
  )
}

function PermissionRow({ permission, roles }: { permission: string; roles: Role[] }) {
  const { t } = useTranslation()
  const verb = permissionVerb(permission)
  return (
    <Table.Tr>
      <Table.Td pl="xl" style={STAYS}>
        <Tooltip label={permission}>
          <Text span size="sm">
            {t(`staff.verb.${verb}`, { defaultValue: verb })}
          </Text>
        </Tooltip>
      </Table.Td>
      {roles.map((role) => {
        const isGiven = isPermitted(role.permissions, permission)
        return (
          <Table.Td key={role.id} ta="center">
            {isGiven ? (
              <IconCheck
                size={16}
                stroke={2.2}
                color="var(--mantine-color-teal-text)"
                style={{ verticalAlign: 'middle' }}
                aria-hidden
              />
            ) : (
              <Text span c="dimmed" aria-hidden>
                ·
              </Text>
            )}
            <VisuallyHidden>{t(isGiven ? 'staff.yes' : 'staff.no')}</VisuallyHidden>
          </Table.Td>
        )
      })}
    </Table.Tr>
  )
}
