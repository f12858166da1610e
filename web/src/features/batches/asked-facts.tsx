import type { TFunction } from 'i18next'
import type { FormField } from '../../ui/form/schema-model.ts'
import type { Fact } from '../../ui/page/facts-list.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { policyValueText } from '../policy/policy-words.ts'
import type { Batch } from './batch-requests.ts'
import { POLICY_FIELDS } from './bulk-policy.ts'

/** The fields of the form that were filled in, with their values as people read them. */
export function askedFacts(fields: FormField[], input: Batch['input'], t: TFunction): Fact[] {
  return fields.flatMap((field): Fact[] => {
    const value = input[field.name]
    const { label } = field
    if (POLICY_FIELDS.includes(field.name) && value !== undefined) {
      const words = value === null ? t('batches.policy.inherited') : policyValueText(value, t)
      return [{ label, value: words }]
    }
    if (value === undefined || value === null || value === '') return []
    return [{ label, value: <AskedValue field={field} value={value} t={t} /> }]
  })
}

function AskedValue({ field, value, t }: { field: FormField; value: unknown; t: TFunction }) {
  switch (field.kind) {
    case 'choice':
      return field.options.find((one) => one.value === String(value))?.label ?? String(value)
    case 'instant':
    case 'day':
      return <TimeText at={String(value)} as="day" />
    case 'boolean':
      return t(value === true ? 'batches.yes' : 'batches.no')
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}
