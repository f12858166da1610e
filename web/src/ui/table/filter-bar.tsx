import { ActionIcon, Button, Group, Pill, Popover, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LookupName, LookupSelect } from './lookup-filter.tsx'
import type { TableFilter } from './table-types.ts'
import type { ListState } from './use-list-state.ts'

const SEARCH_DELAY_MS = 150

/** The search box: as you type, without filling the browser's history. */
export function SearchBox({ list, label }: { list: ListState; label: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState(list.search)
  useEffect(() => setText(list.search), [list.search])
  const search = useDebouncedCallback(
    (value: string) => list.change({ search: value.trim() }, { replace: true }),
    SEARCH_DELAY_MS,
  )
  const type = (value: string) => {
    setText(value)
    search(value)
  }
  return (
    <TextInput
      type="search"
      size="xs"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={14} />}
      rightSection={
        text && (
          <ActionIcon size="xs" aria-label={t('ui.table.clearSearch')} onClick={() => type('')}>
            <IconX size={12} />
          </ActionIcon>
        )
      }
      style={{ flex: '1 1 130px', maxWidth: 380 }}
    />
  )
}

/** Adds a filter: choose which, then its value. */
export function FilterButton({ list, filters }: { list: ListState; filters: TableFilter[] }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const filter = filters.find((one) => one.id === chosen)
  const close = () => {
    setOpened(false)
    setChosen(null)
  }
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      position="bottom-start"
      width={260}
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconFilter size={14} />}
          aria-expanded={opened}
          onClick={() => (opened ? close() : setOpened(true))}
        >
          {t('ui.table.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {filter ? (
          <FilterValue
            filter={filter}
            value={list.filters[filter.id] ?? ''}
            onApply={(value) => {
              list.setFilter(filter.id, value)
              close()
            }}
          />
        ) : (
          <Stack gap={2}>
            {filters.map((one) => (
              <Button
                key={one.id}
                variant="subtle"
                color="gray"
                justify="start"
                onClick={() => setChosen(one.id)}
              >
                {one.label}
              </Button>
            ))}
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterValue(props: {
  filter: TableFilter
  value: string
  onApply: (value: string | null) => void
}) {
  const { t } = useTranslation()
  const { filter, onApply } = props
  const [value, setValue] = useState(props.value)
  if (filter.kind === 'choice') {
    return (
      <Select
        label={filter.label}
        data={filter.options}
        value={value || null}
        onChange={onApply}
        searchable
        comboboxProps={{ withinPortal: false }}
        data-autofocus
      />
    )
  }
  if (filter.kind === 'lookup') {
    return (
      <LookupSelect
        lookup={filter.lookup}
        label={filter.label}
        value={value || null}
        onChange={onApply}
        isInPopover
      />
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onApply(value.trim() || null)
      }}
    >
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          type={filter.kind === 'day' ? 'date' : 'text'}
          label={filter.label}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          style={{ flex: 1 }}
          data-autofocus
        />
        <Button type="submit" h={36}>
          {t('ui.table.apply')}
        </Button>
      </Group>
    </form>
  )
}

/** The filters in force, each with its way out. */
export function FilterChips({ list, filters }: { list: ListState; filters: TableFilter[] }) {
  const { t } = useTranslation()
  const active = filters.filter((filter) => list.filters[filter.id])
  if (active.length === 0) return null
  return (
    <Group gap={6} px="sm" pb="xs">
      {active.map((filter) => (
        <Pill
          key={filter.id}
          withRemoveButton
          bg="var(--mantine-color-default-hover)"
          onRemove={() => list.setFilter(filter.id, null)}
          removeButtonProps={{
            'aria-label': t('ui.table.removeFilter', { filter: filter.label }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {filter.label}: <FilterWords filter={filter} value={list.filters[filter.id] ?? ''} />
        </Pill>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={list.clear}>
        {t('ui.table.clearFilters')}
      </Button>
    </Group>
  )
}

function FilterWords({ filter, value }: { filter: TableFilter; value: string }) {
  if (filter.kind === 'lookup') return <LookupName lookup={filter.lookup} value={value} />
  if (filter.kind !== 'choice') return value
  return filter.options.find((option) => option.value === value)?.label ?? value
}
