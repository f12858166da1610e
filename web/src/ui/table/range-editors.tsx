import { Checkbox, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currencyDigits, toDecimal, toMinorUnits } from '../../i18n/format.ts'
import type { EditorProps } from './filter-editor.tsx'
import { FilterForm } from './filter-form.tsx'

/** Two days, either may be left open; or what is no range at all. */
export function DayRangeEditor({ list, filter, onDone }: EditorProps<'dayRange'>) {
  const { t } = useTranslation()
  const { instead } = filter
  const [from, setFrom] = useState(list.filters[filter.from] ?? '')
  const [to, setTo] = useState(list.filters[filter.to] ?? '')
  const [isInstead, setInstead] = useState(
    instead !== undefined && list.filters[instead.name] === instead.value,
  )
  const apply = () => {
    list.setFilters({
      [filter.from]: isInstead ? null : from || null,
      [filter.to]: isInstead ? null : to || null,
      ...(instead ? { [instead.name]: isInstead ? instead.value : null } : {}),
    })
    onDone()
  }
  return (
    <FilterForm onApply={apply}>
      <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
        <legend style={{ fontWeight: 600, padding: 0 }}>{filter.label}</legend>
        <SimpleGrid cols={2} spacing={6}>
          <TextInput
            type="date"
            label={t('ui.table.fromDay')}
            value={from}
            disabled={isInstead}
            onChange={(event) => setFrom(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            type="date"
            label={t('ui.table.toDay')}
            value={to}
            min={from || undefined}
            disabled={isInstead}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </SimpleGrid>
      </fieldset>
      {instead && (
        <Checkbox
          label={instead.label}
          checked={isInstead}
          onChange={(event) => setInstead(event.currentTarget.checked)}
        />
      )}
    </FilterForm>
  )
}

/** Two amounts, typed as people write them, kept as whole minor units. */
export function MoneyRangeEditor({ list, filter, onDone }: EditorProps<'moneyRange'>) {
  const { t } = useTranslation()
  const digits = filter.currency ? currencyDigits(filter.currency) : 2
  const typed = (units: string | undefined) => (units ? toDecimal(units, digits) : '')
  const [from, setFrom] = useState(typed(list.filters[filter.from]))
  const [to, setTo] = useState(typed(list.filters[filter.to]))
  const complaint = (text: string) =>
    text.trim() !== '' && toMinorUnits(text, digits) === null
      ? t('ui.form.notMoney', { count: digits })
      : undefined
  const isWrong = Boolean(complaint(from) ?? complaint(to))
  const units = (text: string) => (text.trim() ? toMinorUnits(text, digits) : null)
  return (
    <FilterForm
      isDisabled={isWrong}
      onApply={() => {
        list.setFilters({ [filter.from]: units(from), [filter.to]: units(to) })
        onDone()
      }}
    >
      <SimpleGrid cols={2} spacing={6}>
        <TextInput
          inputMode="decimal"
          label={t('ui.table.atLeast', { what: filter.label })}
          value={from}
          error={complaint(from)}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          inputMode="decimal"
          label={t('ui.table.atMost')}
          value={to}
          error={complaint(to)}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </SimpleGrid>
    </FilterForm>
  )
}
