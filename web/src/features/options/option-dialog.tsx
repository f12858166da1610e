import { Button, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { LocalTextInput } from '../../ui/form/local-text-input.tsx'
import { localText } from '../../ui/form/schema-model.ts'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { currenciesQuery } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { NEW_OPTION, type OptionDraft, toBody, toDraft } from './option-draft.ts'
import { OptionPrices } from './option-prices.tsx'
import { type Option, saveOption } from './option-requests.ts'
import { QuantityFields } from './quantity-fields.tsx'

interface OptionDialogProps {
  /** Null makes a new one. */
  option: Option | null
  onSaved: (option: Option) => Promise<void> | void
  onClose: () => void
}

/** Makes or changes an option with its prices. */
export function OptionDialog({ option, onSaved, onClose }: OptionDialogProps) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('products:update')
  const currencies = useQuery(currenciesQuery(usePermission('settings:read')))
  const [draft, setDraft] = useState(() => (option ? toDraft(option) : NEW_OPTION))
  const save = useMutation({
    mutationFn: () => saveOption(option?.id ?? null, toBody(draft, option === null)),
    onSuccess: async (saved) => {
      await onSaved(saved)
      notifyDone(t('options.saved'))
      onClose()
      await queries.invalidateQueries({ queryKey: ['product'] })
    },
  })
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const set = (change: Partial<OptionDraft>) => setDraft((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <Dialog
      onClose={onClose}
      size="xl"
      title={option ? localText(option.label, i18n.language) : t('options.new')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <Select
              label={t('options.fields.kind')}
              allowDeselect={false}
              disabled={option !== null}
              data={(['checkbox', 'choice', 'quantity', 'text'] as const).map((value) => ({
                value,
                label: t(`options.kind.${value}`),
              }))}
              value={draft.kind}
              onChange={(kind) => kind && set({ kind: kind as OptionDraft['kind'] })}
            />
            <TextInput
              label={t('options.fields.key')}
              description={t('options.hints.key')}
              required
              maxLength={40}
              value={draft.key}
              error={errors['/key']}
              onChange={(event) => set({ key: event.currentTarget.value })}
            />
          </SimpleGrid>
          <LocalTextInput
            label={t('options.fields.label')}
            value={draft.label}
            onChange={(label) => set({ label })}
            errors={errors}
            pointer="/label"
            required
            maxLength={100}
          />
          <LocalTextInput
            label={t('options.fields.help')}
            value={draft.help}
            onChange={(help) => set({ help })}
            errors={errors}
            pointer="/help"
            maxLength={1000}
          />
          <Group gap="lg">
            <Switch
              label={t('options.fields.required')}
              checked={draft.required}
              onChange={(event) => set({ required: event.currentTarget.checked })}
            />
            <Switch
              label={t('options.fields.recurring')}
              description={t('options.hints.recurring')}
              checked={draft.recurring}
              onChange={(event) => set({ recurring: event.currentTarget.checked })}
            />
          </Group>
          {draft.kind === 'quantity' && <QuantityFields {...{ draft, set, errors }} />}
          {currencies.data && (
            <OptionPrices {...{ draft, set, errors }} currencies={currencies.data} />
          )}
          {option && (
            <Text size="xs" c="dimmed">
              {t('options.hints.change')}
            </Text>
          )}
          {save.isError && <ProblemAlert error={save.error} withFields />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!mayWrite}>
              {option ? t('options.save') : t('options.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
