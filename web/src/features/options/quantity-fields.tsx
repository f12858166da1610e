import { NumberInput, SimpleGrid, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OptionDraft } from './option-draft.ts'

interface QuantityFieldsProps {
  draft: OptionDraft
  set: (change: Partial<OptionDraft>) => void
  errors: Record<string, string>
}

/** Limits, step and unit of a quantity. */
export function QuantityFields({ draft, set, errors }: QuantityFieldsProps) {
  const { t } = useTranslation()
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
      {(['min', 'max', 'step'] as const).map((field) => (
        <NumberInput
          key={field}
          label={t(`options.fields.${field}`)}
          required={field === 'max'}
          min={field === 'step' ? 1 : 0}
          allowDecimal={false}
          placeholder={field === 'step' ? '1' : '0'}
          value={draft[field] ?? ''}
          error={errors[`/${field}`]}
          onChange={(next) => set({ [field]: next === '' ? null : Number(next) })}
        />
      ))}
      <TextInput
        label={t('options.fields.unit')}
        maxLength={20}
        placeholder="GB"
        value={draft.unit}
        error={errors['/unit']}
        onChange={(event) => set({ unit: event.currentTarget.value })}
      />
    </SimpleGrid>
  )
}
