import {
  Checkbox,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { fromLocalInput, toLocalInput } from '../../ui/form/local-instant.ts'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { Section } from '../../ui/page/section.tsx'
import { MetadataInput } from '../metadata/metadata-input.tsx'
import { PolicyAccordion } from '../policy/policy-accordion.tsx'
import { type Fields, isForLife, type Typed } from './draft.ts'
import type { Prefill } from './new-service-requests.ts'

export interface ServiceFieldsProps {
  prefill: Prefill
  fields: Fields
  onType: (part: Typed) => void
  /** Words by JSON pointer into one service. */
  errors: Record<string, string>
  /** For several at once: name, and what each row may have its own of, say so. */
  isImport: boolean
}

type Frame = (field: string, pointer?: string) => { label: string; error: ReactNode }

function useFrame(errors: Record<string, string>): Frame {
  const { t } = useTranslation()
  return (field, pointer = `/${field}`) => ({
    label: t(`newService.field.${field}`),
    error: errors[pointer] ?? errors[`/${field}`],
  })
}

/** Name, expiry, prices, cycle and limit. */
export function TermFields(props: ServiceFieldsProps & { children?: ReactNode }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { prefill, fields, onType, errors, isImport } = props
  const frame = useFrame(errors)
  const { currency } = prefill
  // A prefilled amount is drawn anew when the server prefills another one.
  const round = `${prefill.product?.id}-${prefill.cycle}-${currency}`
  const money = (field: 'price' | 'initialPrice') => (
    <MoneyInput
      key={`${field}-${round}`}
      {...frame(field, `/${field}/amount`)}
      description={t(`newService.help.${field}`)}
      required={field === 'price' && fields.cycle !== 'free'}
      currency={currency}
      value={fields[field] === null ? undefined : { amount: fields[field], currency }}
      onChange={(next) => onType({ [field]: next?.amount ?? null })}
    />
  )
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
      {!isImport && (
        <TextInput
          {...frame('name')}
          description={t('newService.help.name')}
          required
          maxLength={100}
          value={fields.name}
          onChange={(event) => onType({ name: event.currentTarget.value })}
        />
      )}
      <Select
        {...frame('cycle')}
        description={t('newService.help.cycle')}
        required
        allowDeselect={false}
        data={prefill.cycles.map(({ cycle, price }) => ({
          value: cycle,
          label: price
            ? `${t(`ui.cycle.${cycle}`)} · ${format.money(price)}`
            : t(`ui.cycle.${cycle}`),
        }))}
        value={fields.cycle}
        onChange={(cycle) => onType({ cycle: cycle as Fields['cycle'] })}
      />
      <ExpiryField
        {...frame('expiresAt')}
        isForLife={isForLife(fields.cycle)}
        isRequired={isImport}
        value={fields.expiresAt}
        onChange={(expiresAt) => onType({ expiresAt })}
      />
      {money('price')}
      {money('initialPrice')}
      <Select
        {...frame('currency', '/price/currency')}
        description={t('newService.help.currency')}
        data={prefill.currencies}
        allowDeselect={false}
        readOnly={prefill.currencies.length === 1}
        value={currency}
        // Amounts mean nothing in another currency.
        onChange={(next) =>
          next && onType({ currency: next, price: undefined, initialPrice: undefined })
        }
      />
      <NumberInput
        {...frame('maxRenewals')}
        description={t('newService.help.maxRenewals')}
        placeholder={t('newService.unlimited')}
        min={0}
        max={1_000_000}
        allowDecimal={false}
        hideControls
        value={fields.maxRenewals ?? ''}
        onChange={(next) => onType({ maxRenewals: next === '' ? null : Number(next) })}
      />
      {props.children}
    </SimpleGrid>
  )
}

interface ExpiryFieldProps {
  label: string
  error: ReactNode
  isForLife: boolean
  isRequired: boolean
  value: string | null
  onChange: (value: string | null) => void
}

function ExpiryField({
  isForLife: forLife,
  isRequired,
  value,
  onChange,
  ...frame
}: ExpiryFieldProps) {
  const { t } = useTranslation()
  if (forLife) {
    return (
      <TextInput
        {...frame}
        description={t('newService.help.forLife')}
        value={t('newService.forLife')}
        readOnly
      />
    )
  }
  return (
    <TextInput
      {...frame}
      type="datetime-local"
      description={t(isRequired ? 'newService.help.expiresAtImport' : 'newService.help.expiresAt')}
      required={isRequired}
      value={toLocalInput(value ?? '')}
      onChange={(event) => onChange(fromLocalInput(event.currentTarget.value) ?? null)}
    />
  )
}

/** What is written about the service: for the customer, and for staff alone. */
export function WordFields({ fields, onType, errors }: ServiceFieldsProps) {
  const { t } = useTranslation()
  const frame = useFrame(errors)
  const area = (field: 'description' | 'notes', maxLength: number) => (
    <Textarea
      {...frame(field)}
      description={t(`newService.help.${field}`)}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={maxLength}
      value={fields[field]}
      onChange={(event) => onType({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <Stack gap="sm">
      {area('description', 5000)}
      {area('notes', 20_000)}
    </Stack>
  )
}

/** The automation's delays and the metadata of this service. */
export function SpecialFields({ fields, onType, errors }: ServiceFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <PolicyAccordion
        text={t('newService.policyText')}
        value={fields.policy}
        onChange={(policy) => onType({ policy })}
        errors={errors}
        pointer="/policy"
      />
      <Section title={t('newService.metadata')}>
        <MetadataInput
          value={fields.metadata}
          onChange={(metadata) => onType({ metadata })}
          errors={errors}
          pointer="/metadata"
        />
      </Section>
    </>
  )
}

/** Shown when an expiry lies in the past. */
export function PastField({ fields, onType, errors }: ServiceFieldsProps) {
  const { t } = useTranslation()
  return (
    <Checkbox
      label={t('newService.confirmPast')}
      description={t('newService.confirmPastHelp')}
      error={errors['/confirmPast']}
      checked={fields.confirmPast}
      onChange={(event) => onType({ confirmPast: event.currentTarget.checked })}
    />
  )
}
