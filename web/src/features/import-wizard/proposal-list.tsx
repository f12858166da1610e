import {
  Button,
  Checkbox,
  Group,
  Pagination,
  ScrollArea,
  SegmentedControl,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core'
import { IconRefresh, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { ProposalRow } from './proposal-row.tsx'
import { SetForChosen } from './set-for-chosen.tsx'
import { type Draft, MOST_ROWS, missingOf } from './wizard-draft.ts'
import type { ProductChoice } from './wizard-requests.ts'

const PER_PAGE = 25
const SHOWN = ['all', 'ready', 'incomplete', 'chosen'] as const
type Shown = (typeof SHOWN)[number]

interface ProposalListProps {
  drafts: readonly Draft[]
  products: readonly ProductChoice[]
  /** How many on the server are not to be imported: services have them already. */
  known: number
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  onChange: (drafts: readonly Draft[]) => void
  onReload: () => void
  onPreview: () => void
}

/** The resources, each with what it shall become; what is complete can be previewed. */
export function ProposalList(props: ProposalListProps) {
  const { t } = useTranslation()
  const { drafts, products, chosen, onChosen, onChange } = props
  const [shown, setShown] = useState<Shown>('all')
  const [search, setSearch] = useState('')
  const [page, setPage] = useState(1)
  const isReady = (draft: Draft) => missingOf(draft).length === 0
  const isShown: Record<Shown, (draft: Draft) => boolean> = {
    all: () => true,
    ready: isReady,
    incomplete: (draft) => !isReady(draft),
    chosen: (draft) => chosen.has(draft.remoteId),
  }
  const words = search.trim().toLowerCase()
  const found = drafts.filter((draft) => isShown[shown](draft) && matches(draft, words))
  const last = Math.max(1, Math.ceil(found.length / PER_PAGE))
  const at = Math.min(page, last)
  const rows = found.slice((at - 1) * PER_PAGE, at * PER_PAGE)
  const picked = drafts.filter((draft) => chosen.has(draft.remoteId))
  const ready = picked.filter(isReady).length
  const all = found.length > 0 && found.every(({ remoteId }) => chosen.has(remoteId))
  const toggleAll = () => {
    const ids = new Set(found.map(({ remoteId }) => remoteId))
    onChosen(all ? new Set([...chosen].filter((id) => !ids.has(id))) : new Set([...chosen, ...ids]))
  }
  return (
    <Section
      title={t('importWizard.what')}
      text={t('importWizard.whatText', { count: drafts.length, known: props.known })}
    >
      <Stack gap="sm">
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <SegmentedControl
              size="xs"
              aria-label={t('importWizard.show')}
              data={SHOWN.map((value) => ({ value, label: t(`importWizard.shown.${value}`) }))}
              value={shown}
              onChange={(value) => {
                setShown(value as Shown)
                setPage(1)
              }}
            />
            <TextInput
              size="xs"
              type="search"
              aria-label={t('newService.import.search')}
              placeholder={t('newService.import.search')}
              leftSection={<IconSearch size={14} />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          </Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            onClick={props.onReload}
          >
            {t('importWizard.reload')}
          </Button>
        </Group>
        <SetForChosen drafts={picked} products={products} onChange={onChange} />
        {found.length === 0 ? (
          <EmptyState title={t('newService.import.nothingFound')} />
        ) : (
          <ScrollArea type="auto" viewportProps={{ tabIndex: 0 }}>
            <Table fz="sm" verticalSpacing={6} miw={1080} aria-label={t('importWizard.what')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={36}>
                    <Checkbox
                      size="xs"
                      aria-label={t('importWizard.chooseAll', { count: found.length })}
                      checked={all}
                      indeterminate={!all && found.some(({ remoteId }) => chosen.has(remoteId))}
                      onChange={toggleAll}
                    />
                  </Table.Th>
                  <Table.Th>{t('importWizard.resource')}</Table.Th>
                  <Table.Th>{t('importWizard.customer')}</Table.Th>
                  <Table.Th>{t('importWizard.product')}</Table.Th>
                  <Table.Th>{t('importWizard.cycle')}</Table.Th>
                  <Table.Th>{t('importWizard.price')}</Table.Th>
                  <Table.Th>{t('importWizard.expiry')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((draft) => (
                  <ProposalRow
                    key={draft.remoteId}
                    draft={draft}
                    products={products}
                    isChosen={chosen.has(draft.remoteId)}
                    onToggle={() => onChosen(toggled(chosen, draft.remoteId))}
                    onChange={(changed) => onChange([changed])}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea>
        )}
        {last > 1 && (
          <Pagination
            size="sm"
            total={last}
            value={at}
            onChange={setPage}
            getControlProps={(control) => ({ 'aria-label': t(`importWizard.page.${control}`) })}
          />
        )}
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" aria-live="polite">
            {t('importWizard.chosen', { count: picked.length, ready })}
            {picked.length > MOST_ROWS ? ` ${t('importWizard.most', { count: MOST_ROWS })}` : ''}
          </Text>
          <Button
            disabled={picked.length === 0 || ready < picked.length || picked.length > MOST_ROWS}
            onClick={props.onPreview}
          >
            {t('importWizard.preview', { count: picked.length })}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

function toggled(chosen: ReadonlySet<string>, remoteId: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(remoteId)) next.add(remoteId)
  return next
}

function matches(draft: Draft, words: string): boolean {
  if (words === '') return true
  const { remoteId, name, owner, plan, customerName } = draft
  return [remoteId, name, owner, plan, customerName].some((text) =>
    text?.toLowerCase().includes(words),
  )
}
