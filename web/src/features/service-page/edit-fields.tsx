import { NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { Section } from '../../ui/page/section.tsx'
import { CYCLES } from '../products/cycles.ts'
import type { ServicePage } from '../services/service-requests.ts'
import { CurrencySelect } from './currency-select.tsx'
import { ExpiryInput } from './expiry-input.tsx'
import type { Edit } from './use-edit.ts'

interface EditFieldsProps {
  edit: Edit
  service: ServicePage
  /** Words by JSON pointer, from the server. */
  errors: Record<string, string>
  disabled: boolean
}

/** The fields of a service that are saved together. */
export function EditFields(props: EditFieldsProps) {
  return (
    <Stack gap="md">
      <Words {...props} />
      <Terms {...props} />
    </Stack>
  )
}

function useFrame({ errors, disabled }: EditFieldsProps) {
  const { t } = useTranslation()
  return (field: string, pointer = `/${field}`) => ({
    label: t(`servicePage.edit.field.${field}`),
    error: errors[pointer] ?? errors[`/${field}`],
    disabled,
  })
}

function Words(props: EditFieldsProps) {
  const { t } = useTranslation()
  const frame = useFrame(props)
  const { draft, set } = props.edit
  return (
    <Section title={t('servicePage.edit.words')}>
      <Stack gap="sm">
        <TextInput
          {...frame('name')}
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Textarea
          {...frame('description')}
          description={t('servicePage.edit.descriptionHelp')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={5000}
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Textarea
          {...frame('notes')}
          description={t('servicePage.edit.notesHelp')}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={20_000}
          value={draft.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
      </Stack>
    </Section>
  )
}

function Terms(props: EditFieldsProps) {
  const { t } = useTranslation()
  const frame = useFrame(props)
  const { draft, set, round } = props.edit
  const money = (field: 'price' | 'initialPrice') => (
    <MoneyInput
      key={`${field}-${draft.currency}-${round}`}
      {...frame(field, `/${field}/amount`)}
      description={t(`servicePage.edit.${field}Help`)}
      required
      currency={draft.currency}
      value={draft[field] === null ? undefined : { amount: draft[field], currency: draft.currency }}
      onChange={(next) => set({ [field]: next?.amount ?? null })}
    />
  )
  return (
    <Section title={t('servicePage.edit.terms')} text={t('servicePage.edit.termsText')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
        <ExpiryInput
          {...frame('expiresAt')}
          description={t('servicePage.edit.expiresAtHelp')}
          value={draft.expiresAt}
          onChange={(expiresAt) => set({ expiresAt })}
        />
        <Select
          {...frame('cycle')}
          description={t('servicePage.edit.cycleHelp')}
          required
          allowDeselect={false}
          data={CYCLES.map((value) => ({ value, label: t(`ui.cycle.${value}`) }))}
          value={draft.cycle}
          onChange={(cycle) => cycle && set({ cycle })}
        />
        {money('price')}
        {money('initialPrice')}
        <CurrencySelect
          {...frame('currency')}
          description={t('servicePage.edit.currencyHelp')}
          value={draft.currency}
          onChange={(currency) => set({ currency })}
        />
        <NumberInput
          {...frame('maxRenewals')}
          description={t('servicePage.edit.maxRenewalsHelp', {
            count: props.service.renewalCount,
          })}
          placeholder={t('servicePage.edit.unlimited')}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          hideControls
          value={draft.maxRenewals ?? ''}
          onChange={(next) => set({ maxRenewals: next === '' ? null : Number(next) })}
        />
      </SimpleGrid>
    </Section>
  )
}
