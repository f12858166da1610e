import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { isPermitted, useStaff } from '../../api/session.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { PermissionPicker } from './permission-picker.tsx'
import { deleteRole, type Role, saveRole } from './staff-requests.ts'

interface RoleDialogProps {
  /** Null makes a new one. */
  role: Role | null
  /** Every permission there is. */
  permissions: string[]
  onClose: () => void
}

/** Makes or changes a role. Nobody gives more than they may do themselves. */
export function RoleDialog({ role, permissions, onClose }: RoleDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const staff = useStaff()
  const [name, setName] = useState(role?.name ?? '')
  const [given, setGiven] = useState(role?.permissions ?? [])
  const done = async (text: string) => {
    notifyDone(text)
    onClose()
    await queries.invalidateQueries({ queryKey: ['staff'] })
  }
  const save = useMutation({
    mutationFn: () => {
      const named = role?.builtIn ? {} : { name: name.trim() }
      return saveRole(role?.id ?? null, { ...named, permissions: given })
    },
    onSuccess: () => done(t('staff.roles.saved')),
  })
  const remove = useMutation({
    mutationFn: () => deleteRole(role?.id ?? ''),
    onSuccess: () => done(t('staff.roles.deleted')),
  })
  const error = save.error ?? remove.error
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <Dialog
      onClose={onClose}
      size="xl"
      title={
        role ? t(`staff.roleName.${role.name}`, { defaultValue: role.name }) : t('staff.roles.new')
      }
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {!role?.builtIn && (
            <TextInput
              label={t('staff.fields.name')}
              required
              maxLength={60}
              maw={320}
              data-autofocus
              value={name}
              error={errors['/name']}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <PermissionPicker
            all={permissions}
            value={given}
            onChange={setGiven}
            isGrantable={(permission) => isPermitted(staff?.permissions ?? [], permission)}
          />
          {error && <ProblemAlert error={error} withFields />}
          <Group justify="space-between" gap="xs">
            {role && !role.builtIn ? (
              <Button
                variant="light"
                color="red"
                loading={remove.isPending}
                onClick={() => remove.mutate()}
              >
                {t('staff.roles.delete')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('ui.action.cancel')}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {role ? t('staff.save') : t('staff.roles.create')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
