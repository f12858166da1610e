import { Checkbox, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterForm } from './filter-form.tsx'
import type { TableFilter } from './table-types.ts'
import type { ListState } from './use-list-state.ts'

/** More choices than this are narrowed by typing. */
const SHORT = 8

interface ChoicesEditorProps {
  list: ListState
  filter: Extract<TableFilter, { kind: 'choices' }>
  onDone: () => void
}

/** Ticks several; they hold when the form is sent, so that the list is not asked for each. */
export function ChoicesEditor({ list, filter, onDone }: ChoicesEditorProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(() =>
    (list.filters[filter.id] ?? '').split(',').filter(Boolean),
  )
  const [typed, setTyped] = useState('')
  const isLong = filter.options.length > SHORT
  const shown = filter.options.filter(({ label }) => fold(label).includes(fold(typed)))
  return (
    <FilterForm
      onApply={() => {
        list.setFilter(filter.id, chosen.join(',') || null)
        onDone()
      }}
    >
      {isLong && (
        <TextInput
          aria-label={t('ui.table.narrow', { filter: filter.label })}
          placeholder={t('ui.table.narrow', { filter: filter.label })}
          size="xs"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <Checkbox.Group label={filter.label} value={chosen} onChange={setChosen}>
        <Stack gap={6} mt={4} mah={240} style={{ overflowY: 'auto' }}>
          {shown.map((option, index) => (
            <Checkbox
              key={option.value}
              size="xs"
              value={option.value}
              label={option.label}
              data-autofocus={(!isLong && index === 0) || undefined}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </FilterForm>
  )
}

/** Without case and accents. */
const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
