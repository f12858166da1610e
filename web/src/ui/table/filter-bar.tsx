import { Button, CloseButton, Group, Popover, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FilterEditor } from './filter-editor.tsx'
import { chipsOf, type FilterChip, groupFilters, withoutChip } from './filter-model.ts'
import { FilterWords } from './filter-words.tsx'
import type { TableFilter } from './table-types.ts'
import type { ListState } from './use-list-state.ts'

interface FilterProps {
  list: ListState
  filters: TableFilter[]
}

/** Adds a filter: choose which, then its value. */
export function FilterButton({ list, filters }: FilterProps) {
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
      width={320}
      shadow="md"
      trapFocus
      returnFocus
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
      <Popover.Dropdown p="xs" aria-label={t('ui.table.filter')}>
        {filter ? (
          <Stack gap={6}>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              justify="start"
              leftSection={<IconArrowLeft size={12} />}
              onClick={() => setChosen(null)}
            >
              {t('ui.table.allFilters')}
            </Button>
            <FilterEditor key={filter.id} list={list} filter={filter} onDone={close} />
          </Stack>
        ) : (
          <FilterList filters={filters} onChoose={setChosen} />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterList(props: { filters: TableFilter[]; onChoose: (id: string) => void }) {
  return (
    <Stack gap={2} mah={380} style={{ overflowY: 'auto' }}>
      {groupFilters(props.filters).map(({ group, filters }) => (
        <Stack key={group ?? ''} gap={0}>
          {group && (
            <Text size="xs" c="dimmed" fw={600} px={10} pt={4}>
              {group}
            </Text>
          )}
          {filters.map((one) => (
            <Button
              key={one.id}
              variant="subtle"
              color="gray"
              justify="start"
              h={28}
              px={10}
              fw={400}
              onClick={() => props.onChoose(one.id)}
            >
              {one.label}
            </Button>
          ))}
        </Stack>
      ))}
    </Stack>
  )
}

/** The filters in force, each to change and with its way out. */
export function FilterChips({ list, filters }: FilterProps) {
  const { t } = useTranslation()
  const chips = chipsOf(filters, list.filters)
  if (chips.length === 0) return null
  return (
    <Group gap={6} px="sm" pb="xs">
      {chips.map((chip) => (
        <Chip key={chip.key} chip={chip} list={list} />
      ))}
      <Button variant="subtle" size="compact-xs" onClick={list.clear}>
        {t('ui.table.clearFilters')}
      </Button>
    </Group>
  )
}

function Chip({ chip, list }: { chip: FilterChip; list: ListState }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const { filter } = chip
  return (
    <Group
      gap={0}
      wrap="nowrap"
      bg="var(--mantine-color-default-hover)"
      style={{
        border: '1px solid var(--mantine-color-default-border)',
        borderRadius: 20,
        maxWidth: '100%',
      }}
    >
      <Popover
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={320}
        shadow="md"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <Button
            variant="transparent"
            color="gray"
            size="compact-xs"
            fw={400}
            c="inherit"
            pl={10}
            pr={2}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {filter.label}
            {': '}
            <FilterWords filter={filter} values={list.filters} value={chip.value} />
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="xs" aria-label={filter.label}>
          <FilterEditor list={list} filter={filter} onDone={() => setOpened(false)} />
        </Popover.Dropdown>
      </Popover>
      <CloseButton
        size={22}
        iconSize={12}
        radius="xl"
        aria-label={t('ui.table.removeFilter', { filter: filter.label })}
        onClick={() => list.setFilters(withoutChip(chip, list.filters))}
      />
    </Group>
  )
}
