import { Box, Button, Grid, Group, NumberInput, Select, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { LocalTextInput } from '../../ui/form/local-text-input.tsx'
import { readFields } from '../../ui/form/schema-model.ts'
import { filledValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { MetadataInput } from '../metadata/metadata-input.tsx'
import { effectOfPolicy } from '../policy/effect-requests.ts'
import { useInheritedPolicy } from '../policy/inherited-policy.ts'
import { PolicyAccordion } from '../policy/policy-accordion.tsx'
import { useEffectCheck } from '../policy/use-effect-check.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import {
  asForm,
  currenciesQuery,
  type Module,
  type Product,
  saveProduct,
} from './catalog-requests.ts'
import { PriceGridInput } from './price-grid-input.tsx'
import { fromGrid, gridCurrencies, gridErrors, type ProductDraft } from './product-draft.ts'
import { ProductModule } from './product-module.tsx'

interface ProductFormProps {
  /** Null makes a new one. */
  id: string | null
  initial: ProductDraft
  modules: Module[]
  groups: { value: string; label: string }[]
  onSaved: (product: Product) => void
}

/** Everything about a product on one page. */
export function ProductForm({ id, initial, modules, groups, onSaved }: ProductFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(initial)
  const mayReadSettings = usePermission('settings:read')
  const mayWrite = usePermission('products:update')
  const currencies = useQuery(currenciesQuery(mayReadSettings))
  const module = modules.find((one) => one.id === draft.type)
  const save = useMutation({
    mutationFn: () => saveProduct(id, toBody(draft, module, id !== null)),
    onSuccess: onSaved,
  })
  const check = useEffectCheck({
    ask: id === null ? null : effectOfPolicy('products', id, draft.policy),
    save: () => save.mutate(),
  })
  const inherited = useInheritedPolicy('product', draft.groupId ?? undefined)
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const set = (change: Partial<ProductDraft>) => setDraft((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) check.start()
  }
  const shown = gridCurrencies(draft.prices, currencies.data ?? [])
  return (
    <form onSubmit={submit}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <Section title={t('products.sections.presentation')}>
              <Stack gap="sm">
                <LocalTextInput
                  label={t('products.fields.name')}
                  value={draft.name}
                  onChange={(name) => set({ name })}
                  {...{ errors }}
                  pointer="/name"
                  required
                  maxLength={100}
                />
                <LocalTextInput
                  label={t('products.fields.description')}
                  value={draft.description}
                  onChange={(description) => set({ description })}
                  {...{ errors }}
                  pointer="/description"
                  isMultiline
                  maxLength={5000}
                />
              </Stack>
            </Section>
            <ProductModule {...{ id, draft, set, modules, errors }} isTypeFixed={id !== null} />
            <Section title={t('products.sections.prices')} text={t('products.prices.text')}>
              {currencies.isPending ? null : (
                <PriceGridInput
                  value={draft.prices}
                  currencies={shown}
                  errors={gridErrors(draft.prices, errors)}
                  onChange={(prices) => set({ prices })}
                />
              )}
            </Section>
            <PolicyAccordion
              text={t('products.policyText')}
              value={draft.policy}
              onChange={(policy) => set({ policy })}
              errors={errors}
              pointer="/policy"
              inherited={inherited}
            />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Selling {...{ draft, set, groups, errors }} />
            <Section title={t('products.sections.metadata')}>
              <MetadataInput
                value={draft.metadata}
                onChange={(metadata) => set({ metadata })}
                errors={errors}
                pointer="/metadata"
              />
            </Section>
          </Stack>
        </Grid.Col>
      </Grid>
      <Box mt="md" pos="sticky" bottom={0} py="xs" bg="var(--berth-ground)" style={{ zIndex: 2 }}>
        {save.isError && (
          <Box mb="xs">
            <ProblemAlert error={save.error} withFields />
          </Box>
        )}
        <Group>
          <Button
            type="submit"
            size="sm"
            loading={save.isPending || check.isAsking}
            disabled={!mayWrite}
          >
            {id === null ? t('products.create') : t('products.save')}
          </Button>
        </Group>
      </Box>
      {check.dialog}
    </form>
  )
}

function toBody(draft: ProductDraft, module: Module | undefined, isTypeFixed: boolean) {
  const { type, prices, moduleSettings, ...rest } = draft
  const fields = module ? readFields(asForm(module.productSettings), { language: 'en' }) : []
  return {
    ...rest,
    ...(isTypeFixed ? {} : { type }),
    prices: fromGrid(prices),
    moduleSettings: filledValues(fields, moduleSettings),
  }
}

interface SellingProps {
  draft: ProductDraft
  set: (change: Partial<ProductDraft>) => void
  groups: { value: string; label: string }[]
  errors: Record<string, string>
}

function Selling({ draft, set, groups, errors }: SellingProps) {
  const { t } = useTranslation()
  const frame = (field: string) => ({
    label: t(`products.fields.${field}`),
    error: errors[`/${field}`],
  })
  const count = (field: 'stock' | 'maxRenewals' | 'customerLimit') => (
    <NumberInput
      {...frame(field)}
      placeholder={t('products.unlimited')}
      min={field === 'customerLimit' ? 1 : 0}
      allowDecimal={false}
      value={draft[field] ?? ''}
      onChange={(next) => set({ [field]: next === '' ? null : Number(next) })}
    />
  )
  return (
    <Section title={t('products.sections.selling')}>
      <Stack gap="sm">
        <Select
          {...frame('groupId')}
          required
          allowDeselect={false}
          searchable
          data={groups}
          value={draft.groupId}
          onChange={(groupId) => set({ groupId })}
        />
        <Select
          {...frame('visibility')}
          description={t(`products.visibilityHelp.${draft.visibility}`)}
          allowDeselect={false}
          data={['public', 'unlisted', 'hidden'].map((value) => ({
            value,
            label: t(`products.visibility.${value}`),
          }))}
          value={draft.visibility}
          onChange={(visibility) => visibility && set({ visibility })}
        />
        <Select
          {...frame('deliverOn')}
          allowDeselect={false}
          data={['payment', 'approval', 'manual'].map((value) => ({
            value,
            label: t(`products.deliverOn.${value}`),
          }))}
          value={draft.deliverOn}
          onChange={(deliverOn) => deliverOn && set({ deliverOn })}
        />
        {count('stock')}
        {count('maxRenewals')}
        {count('customerLimit')}
        {draft.customerLimit !== null && (
          <Select
            {...frame('customerLimitCounts')}
            allowDeselect={false}
            data={['active', 'all'].map((value) => ({
              value,
              label: t(`products.limitCounts.${value}`),
            }))}
            value={draft.customerLimitCounts}
            onChange={(customerLimitCounts) => customerLimitCounts && set({ customerLimitCounts })}
          />
        )}
        <NumberInput
          {...frame('position')}
          description={t('products.positionHelp')}
          min={0}
          allowDecimal={false}
          value={draft.position}
          onChange={(position) => set({ position: Number(position) || 0 })}
        />
        <Switch
          label={t('products.fields.freeRenewalOnRequest')}
          description={t('products.freeRenewalHelp')}
          checked={draft.freeRenewalOnRequest}
          onChange={(event) => set({ freeRenewalOnRequest: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  )
}
