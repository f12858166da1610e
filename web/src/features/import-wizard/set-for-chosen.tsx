import { Button, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fromLocalInput, toLocalInput } from '../../ui/form/local-instant.ts'
import { localText } from '../../ui/form/schema-model.ts'
import { LookupSelect } from '../../ui/table/lookup-filter.tsx'
import { customerLookup } from '../customers/customer-lookup.ts'
import { type Draft, FOR_LIFE, withProduct } from './wizard-draft.ts'
import type { ProductChoice } from './wizard-requests.ts'

interface SetForChosenProps {
  drafts: readonly Draft[]
  products: readonly ProductChoice[]
  onChange: (drafts: readonly Draft[]) => void
}

/** Customer, product or expiry for all that are chosen, in one go. */
export function SetForChosen({ drafts, products, onChange }: SetForChosenProps) {
  const { t, i18n } = useTranslation()
  const [customerId, setCustomer] = useState<string | null>(null)
  const [productId, setProduct] = useState<string | null>(null)
  const [expiresAt, setExpiry] = useState<string | null>(null)
  const isNothing = customerId === null && productId === null && expiresAt === null
  const product = products.find(({ id }) => id === productId) ?? null
  const set = (draft: Draft): Draft => {
    const owned = customerId
      ? { ...draft, customerId, customerName: null, customerBy: null }
      : draft
    const sold = product ? withProduct(owned, product, expiresAt) : owned
    const isForLife = sold.cycle !== null && FOR_LIFE.includes(sold.cycle)
    return expiresAt !== null && !isForLife ? { ...sold, expiresAt } : sold
  }
  return (
    <Group gap="xs" align="end">
      <LookupSelect
        size="xs"
        label={t('importWizard.customer')}
        lookup={customerLookup}
        value={customerId}
        onChange={setCustomer}
      />
      <Select
        size="xs"
        label={t('importWizard.product')}
        clearable
        searchable
        data={products.map((one) => ({
          value: one.id,
          label: localText(one.name, i18n.language) ?? one.id,
        }))}
        value={productId}
        onChange={setProduct}
      />
      <TextInput
        size="xs"
        type="datetime-local"
        label={t('importWizard.expiry')}
        value={toLocalInput(expiresAt ?? '')}
        onChange={(event) => setExpiry(fromLocalInput(event.currentTarget.value) ?? null)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={isNothing || drafts.length === 0}
        onClick={() => onChange(drafts.map(set))}
      >
        {t('importWizard.setForChosen', { count: drafts.length })}
      </Button>
    </Group>
  )
}
