import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChoicesEditor } from './choices-editor.tsx'
import { FilterForm } from './filter-form.tsx'
import { withKeyValue } from './filter-model.ts'
import { LookupSelect } from './lookup-filter.tsx'
import { DayRangeEditor, MoneyRangeEditor } from './range-editors.tsx'
import type { TableFilter } from './table-types.ts'
import type { ListState } from './use-list-state.ts'

export interface EditorProps<Kind extends TableFilter['kind']> {
  list: ListState
  filter: Extract<TableFilter, { kind: Kind }>
  onDone: () => void
}

/** The value of one filter, by its kind. */
export function FilterEditor(props: EditorProps<TableFilter['kind']>) {
  const { filter, list, onDone } = props
  switch (filter.kind) {
    case 'choice':
    case 'lookup':
      return <OneEditor list={list} filter={filter} onDone={onDone} />
    case 'choices':
      return <ChoicesEditor list={list} filter={filter} onDone={onDone} />
    case 'dayRange':
      return <DayRangeEditor list={list} filter={filter} onDone={onDone} />
    case 'moneyRange':
      return <MoneyRangeEditor list={list} filter={filter} onDone={onDone} />
    case 'keyValue':
      return <KeyValueEditor list={list} filter={filter} onDone={onDone} />
    case 'text':
    case 'day':
      return <TypedEditor list={list} filter={filter} onDone={onDone} />
  }
}

function OneEditor({ list, filter, onDone }: EditorProps<'choice' | 'lookup'>) {
  const value = list.filters[filter.id] || null
  const apply = (next: string | null) => {
    list.setFilter(filter.id, next)
    onDone()
  }
  if (filter.kind === 'lookup') {
    return (
      <LookupSelect
        lookup={filter.lookup}
        label={filter.label}
        value={value}
        onChange={apply}
        isInPopover
      />
    )
  }
  return (
    <Select
      label={filter.label}
      data={filter.options}
      value={value}
      onChange={apply}
      searchable
      comboboxProps={{ withinPortal: false }}
      data-autofocus
    />
  )
}

function TypedEditor({ list, filter, onDone }: EditorProps<'text' | 'day'>) {
  const [value, setValue] = useState(list.filters[filter.id] ?? '')
  return (
    <FilterForm
      onApply={() => {
        list.setFilter(filter.id, value.trim() || null)
        onDone()
      }}
    >
      <TextInput
        type={filter.kind === 'day' ? 'date' : 'text'}
        label={filter.label}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data-autofocus
      />
    </FilterForm>
  )
}

function KeyValueEditor({ list, filter, onDone }: EditorProps<'keyValue'>) {
  const { t } = useTranslation()
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  return (
    <FilterForm
      isDisabled={key.trim() === ''}
      onApply={() => {
        list.setFilters(withKeyValue(filter, list.filters, { key, value }))
        onDone()
      }}
    >
      <TextInput
        label={t('ui.form.key')}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t('ui.table.valueOrAny')}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </FilterForm>
  )
}
