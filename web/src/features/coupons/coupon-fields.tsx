import { Fieldset, MultiSelect, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fromLocalInput, toLocalInput } from '../../ui/form/local-instant.ts'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { localText } from '../../ui/form/schema-model.ts'
import { listProducts } from '../orders/order-requests.ts'
import type { CouponDraft, Lasting } from './coupon-draft.ts'

interface CouponFieldsProps {
  draft: CouponDraft
  set: (change: Partial<CouponDraft>) => void
  errors: Record<string, string>
  currencies: string[]
}

/** Code, what it takes off, and for how long. */
export function CouponValue({ draft, set, errors, currencies }: CouponFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <TextInput
          label={t('coupons.fields.code')}
          required
          maxLength={40}
          value={draft.code}
          error={errors['/code']}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
        <Select
          label={t('coupons.fields.kind')}
          allowDeselect={false}
          data={(['percent', 'fixed'] as const).map((value) => ({
            value,
            label: t(`coupons.kind.${value}`),
          }))}
          value={draft.kind}
          onChange={(kind) => kind && set({ kind: kind as CouponDraft['kind'] })}
        />
        {draft.kind === 'percent' && (
          <NumberInput
            label={t('coupons.fields.percent')}
            required
            min={0}
            max={100}
            decimalScale={2}
            suffix=" %"
            value={draft.percent}
            error={errors['/basisPoints']}
            onChange={(percent) => set({ percent: percent === '' ? '' : Number(percent) })}
          />
        )}
      </SimpleGrid>
      {draft.kind === 'fixed' && (
        <Amounts {...{ draft, set, errors, currencies }} field="amounts" />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={t('coupons.fields.renewals')}
          allowDeselect={false}
          data={(['first', 'some', 'forever'] as const).map((value) => ({
            value,
            label: t(`coupons.renewals.${value}`),
          }))}
          value={draft.lasting}
          onChange={(lasting) => lasting && set({ lasting: lasting as Lasting })}
        />
        {draft.lasting === 'some' && (
          <NumberInput
            label={t('coupons.fields.renewalCount')}
            min={1}
            max={10_000}
            allowDecimal={false}
            value={draft.renewals}
            error={errors['/renewals']}
            onChange={(renewals) => set({ renewals: Number(renewals) || 1 })}
          />
        )}
      </SimpleGrid>
    </>
  )
}

/** Which products, from when until when, how often. */
export function CouponLimits({ draft, set, errors, currencies }: CouponFieldsProps) {
  const { t, i18n } = useTranslation()
  const products = useQuery({ queryKey: ['product', 'choices'], queryFn: listProducts })
  return (
    <>
      <MultiSelect
        label={t('coupons.fields.products')}
        description={t('coupons.help.products')}
        placeholder={draft.productIds.length === 0 ? t('coupons.everyProduct') : undefined}
        searchable
        clearable
        data={(products.data?.items ?? []).map((product) => ({
          value: product.id,
          label: localText(product.name, i18n.language) ?? product.id,
        }))}
        value={draft.productIds}
        onChange={(productIds) => set({ productIds })}
      />
      <Amounts {...{ draft, set, errors, currencies }} field="minimums" />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {(['validFromAt', 'validUntilAt'] as const).map((field) => (
          <TextInput
            key={field}
            type="datetime-local"
            label={t(`coupons.fields.${field}`)}
            value={toLocalInput(draft[field] ?? '')}
            error={errors[`/${field}`]}
            onChange={(event) =>
              set({ [field]: fromLocalInput(event.currentTarget.value) ?? null })
            }
          />
        ))}
        {(['maxUses', 'maxUsesPerCustomer'] as const).map((field) => (
          <NumberInput
            key={field}
            label={t(`coupons.fields.${field}`)}
            placeholder={t('coupons.unlimited')}
            min={1}
            allowDecimal={false}
            value={draft[field] ?? ''}
            error={errors[`/${field}`]}
            onChange={(next) => set({ [field]: next === '' ? null : Number(next) })}
          />
        ))}
      </SimpleGrid>
    </>
  )
}

/** One amount per currency. */
function Amounts(props: CouponFieldsProps & { field: 'amounts' | 'minimums' }) {
  const { t } = useTranslation()
  const { draft, set, errors, currencies, field } = props
  const known = [...new Set([...currencies, ...Object.keys(draft[field])])]
  const wrong = Object.entries(errors).find(([pointer]) => pointer.startsWith(`/${field}`))
  return (
    <Fieldset legend={t(`coupons.fields.${field}`)} p="sm">
      <SimpleGrid cols={{ base: 1, sm: Math.min(3, known.length || 1) }} spacing="sm">
        {known.map((currency, index) => (
          <MoneyInput
            key={currency}
            label={currency}
            description={index === 0 ? t(`coupons.help.${field}`) : undefined}
            currency={currency}
            value={draft[field][currency]}
            error={index === 0 ? wrong?.[1] : undefined}
            onChange={(money) => set({ [field]: { ...draft[field], [currency]: money } })}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  )
}
