import { Button, Group, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ACTOR_KINDS, type HistoryFilter, isFiltered } from './history-filter.ts'

/** Who, what and when: the entries that match are shown. */
export function HistoryFilterBar({ filter }: { filter: HistoryFilter }) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const show = (next: Partial<HistoryFilter>) =>
    void navigate({
      to: '.',
      search: { ...filter, ...next } as never,
      replace: true,
      resetScroll: false,
    })
  const kinds = Object.keys(
    i18n.getResource(i18n.language, 'translation', 'history.kind.service') ?? {},
  )
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      size="xs"
      aria-label={t(`history.column.${name}`)}
      leftSection={t(`history.column.${name}`)}
      leftSectionWidth={44}
      leftSectionProps={{ 'aria-hidden': true, style: { fontSize: 'var(--mantine-font-size-xs)' } }}
      value={filter[name] ?? ''}
      onChange={(event) => show({ [name]: event.currentTarget.value || null })}
      w={170}
    />
  )
  return (
    <Group gap={6}>
      <Select
        size="xs"
        clearable
        aria-label={t('history.column.actor')}
        placeholder={t('history.column.actor')}
        data={ACTOR_KINDS.map((value) => ({ value, label: t(`ui.actor.${value}`) }))}
        value={filter.actorKind}
        onChange={(actorKind) => show({ actorKind })}
        w={150}
      />
      <Select
        size="xs"
        clearable
        searchable
        aria-label={t('history.column.kind')}
        placeholder={t('history.column.kind')}
        data={kinds.map((verb) => ({
          value: `service.${verb}`,
          label: t(`history.kind.service.${verb}`),
        }))}
        value={filter.kind}
        onChange={(kind) => show({ kind })}
        w={200}
      />
      {day('from')}
      {day('to')}
      {isFiltered(filter) && (
        <Button
          variant="subtle"
          onClick={() => show({ actorKind: null, kind: null, from: null, to: null })}
        >
          {t('ui.table.clearFilters')}
        </Button>
      )}
    </Group>
  )
}
