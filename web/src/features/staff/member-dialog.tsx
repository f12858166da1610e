import { Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.ts'
import { currentLanguage } from '../../i18n/start-i18n.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { notifyDone } from '../../ui/state/problem-alert.tsx'
import { rolesQuery, type StaffMember, saveMember } from './staff-requests.ts'

interface MemberDialogProps {
  /** Null invites a new one. */
  member: StaffMember | null
  onClose: () => void
}

/** Invites somebody to the team, or changes a member. */
export function MemberDialog({ member, onClose }: MemberDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const roles = useQuery(rolesQuery)
  const [draft, setDraft] = useState(() => ({
    name: member?.name ?? '',
    email: member?.email ?? '',
    roleId: member?.role.id ?? null,
    language: member?.language ?? currentLanguage(),
  }))
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const save = useMutation({
    mutationFn: () => saveMember(member?.id ?? null, draft),
    onSuccess: async () => {
      notifyDone(t(member ? 'staff.members.saved' : 'staff.members.invited', { name: draft.name }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['staff'] })
    },
  })
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  return (
    <ConfirmDialog
      title={member ? member.name : t('staff.members.invite')}
      text={member ? undefined : t('staff.members.inviteText')}
      confirmLabel={t(member ? 'staff.save' : 'staff.members.invite')}
      isPending={save.isPending}
      isDisabled={!draft.name.trim() || !draft.email.trim() || !draft.roleId}
      error={save.error}
      hasForm
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t('staff.fields.name')}
        required
        data-autofocus
        value={draft.name}
        error={errors['/name']}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        type="email"
        label={t('staff.fields.email')}
        required
        value={draft.email}
        error={errors['/email']}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <Select
        label={t('staff.fields.role')}
        required
        allowDeselect={false}
        data={(roles.data?.items ?? []).map((role) => ({
          value: role.id,
          label: t(`staff.roleName.${role.name}`, { defaultValue: role.name }),
        }))}
        value={draft.roleId}
        error={errors['/roleId']}
        onChange={(roleId) => set({ roleId })}
      />
      <Select
        label={t('staff.fields.language')}
        allowDeselect={false}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={draft.language}
        onChange={(language) => language && set({ language: language as typeof draft.language })}
      />
    </ConfirmDialog>
  )
}
