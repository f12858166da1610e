import { Button, Group, Select, SimpleGrid, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { LocalTextInput } from '../../ui/form/local-text-input.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { REASONS_KEY, type Reason, type ReasonDraft, saveReason } from './reason-requests.ts'

/** Makes or changes a reason. */
export function ReasonDialog({ reason, onClose }: { reason: Reason | null; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<ReasonDraft>(() => ({
    name: reason?.text ?? { en: '', fr: '' },
    audience: reason?.audience ?? 'both',
    mode: reason?.mode ?? 'both',
  }))
  const save = useMutation({
    mutationFn: () => saveReason(reason?.id ?? null, draft),
    onSuccess: async () => {
      notifyDone(t('cancellationReasons.saved'))
      onClose()
      await queries.invalidateQueries({ queryKey: [REASONS_KEY] })
    },
  })
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const set = (change: Partial<ReasonDraft>) => setDraft({ ...draft, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  const choice = (field: 'audience' | 'mode', options: readonly string[]) => (
    <Select
      label={t(`cancellationReasons.fields.${field}`)}
      allowDeselect={false}
      error={errors[`/${field}`]}
      data={options.map((value) => ({
        value,
        label: t(`cancellationReasons.${field}.${value}`),
      }))}
      value={draft[field] ?? 'both'}
      onChange={(value) => value && set({ [field]: value })}
    />
  )
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={reason ? reason.name : t('cancellationReasons.new')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <LocalTextInput
            label={t('cancellationReasons.fields.text')}
            value={draft.name}
            onChange={(name) => set({ name })}
            errors={errors}
            pointer="/name"
            required
            maxLength={255}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            {choice('audience', ['both', 'customer', 'staff'])}
            {choice('mode', ['both', 'end_of_period', 'now'])}
          </SimpleGrid>
          {save.isError && <ProblemAlert error={save.error} withFields />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('cancellationReasons.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
