import { Button, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { LocalTextInput } from '../../ui/form/local-text-input.tsx'
import { localText } from '../../ui/form/schema-model.ts'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { effectOfPolicy } from '../policy/effect-requests.ts'
import { useInheritedPolicy } from '../policy/inherited-policy.ts'
import { PolicyAccordion } from '../policy/policy-accordion.tsx'
import type { PolicyValues } from '../policy/policy-fields.ts'
import { useEffectCheck } from '../policy/use-effect-check.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { type ProductGroup, saveGroup } from './catalog-requests.ts'

interface GroupDialogProps {
  /** Null makes a new one. */
  group: ProductGroup | null
  onClose: () => void
}

/** Makes or changes a product group. */
export function GroupDialog({ group, onClose }: GroupDialogProps) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('products:update')
  const [draft, setDraft] = useState(() => toDraft(group))
  const save = useMutation({
    mutationFn: () =>
      saveGroup(group?.id ?? null, { ...draft, slug: draft.slug || toSlug(draft.name.en) }),
    onSuccess: async () => {
      notifyDone(t('products.groups.saved'))
      onClose()
      await queries.invalidateQueries({ queryKey: ['product'] })
    },
  })
  const check = useEffectCheck({
    ask: group ? effectOfPolicy('product-groups', group.id, draft.policy) : null,
    save: () => save.mutate(),
  })
  const inherited = useInheritedPolicy('group')
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) check.start()
  }
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={group ? localText(group.name, i18n.language) : t('products.groups.new')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <LocalTextInput
            label={t('products.fields.name')}
            value={draft.name}
            onChange={(name) => set({ name })}
            errors={errors}
            pointer="/name"
            required
            maxLength={100}
          />
          <LocalTextInput
            label={t('products.fields.description')}
            value={draft.description}
            onChange={(description) => set({ description })}
            errors={errors}
            pointer="/description"
            isMultiline
            maxLength={5000}
          />
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
            <TextInput
              label={t('products.groups.slug')}
              placeholder={toSlug(draft.name.en)}
              value={draft.slug}
              error={errors['/slug']}
              maxLength={60}
              onChange={(event) => set({ slug: event.currentTarget.value })}
            />
            <Select
              label={t('products.fields.visibility')}
              allowDeselect={false}
              data={['public', 'unlisted', 'hidden'].map((value) => ({
                value,
                label: t(`products.visibility.${value}`),
              }))}
              value={draft.visibility}
              onChange={(visibility) => visibility && set({ visibility })}
            />
            <NumberInput
              label={t('products.fields.position')}
              min={0}
              allowDecimal={false}
              value={draft.position}
              onChange={(position) => set({ position: Number(position) || 0 })}
            />
          </SimpleGrid>
          <PolicyAccordion
            text={t('products.groups.policyText')}
            value={draft.policy}
            onChange={(policy) => set({ policy })}
            errors={errors}
            pointer="/policy"
            inherited={inherited}
          />
          {save.isError && <ProblemAlert error={save.error} withFields />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending || check.isAsking} disabled={!mayWrite}>
              {group ? t('products.save') : t('products.groups.create')}
            </Button>
          </Group>
        </Stack>
      </form>
      {check.dialog}
    </Dialog>
  )
}

function toDraft(group: ProductGroup | null) {
  return {
    slug: group?.slug ?? '',
    name: group?.name ?? { en: '', fr: '' },
    description: group?.description ?? { en: '', fr: '' },
    visibility: (group?.visibility ?? 'public') as string,
    position: group?.position ?? 0,
    policy: { ...group?.policy } as PolicyValues,
  }
}

/** `Game servers & more` → `game-servers-more`. */
function toSlug(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
}
