import './command-palette.css'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaletteHit } from './palette-source.ts'
import { paletteStore, useFirstMarked } from './palette-store.ts'
import { plain } from './palette-words.ts'
import { type PaletteGroup, useCommands, useFound, usePages } from './use-palette.tsx'

/** Ctrl/Cmd-K: what the features find and can do, every page, and a few commands. */
export function CommandPalette({ permissions }: { permissions: string[] }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<PaletteHit | null>(null)
  const pages = usePages(permissions)
  const commands = useCommands(permissions)
  const found = useFound(text, permissions, setOpened)
  useFirstMarked(found.groups.flatMap(({ actions }) => actions.map(({ id }) => id)).join())
  return (
    <>
      <Spotlight
        store={paletteStore}
        classNames={{ content: 'berth-palette' }}
        attributes={{ content: { 'aria-label': t('shell.palette.open') } }}
        query={text}
        onQueryChange={setText}
        shortcut={['mod + K']}
        tagsToIgnore={[]}
        triggerOnContentEditable
        scrollable
        maxHeight={420}
        nothingFound={t(found.isSearching ? 'shell.palette.searching' : 'shell.palette.nothing')}
        searchProps={{
          leftSection: <IconSearch size={18} aria-hidden />,
          placeholder: t('shell.palette.placeholder'),
          'aria-label': t('shell.palette.placeholder'),
        }}
        actions={[
          ...found.groups,
          { group: t('shell.palette.pages'), actions: pages },
          { group: t('shell.palette.commands'), actions: commands },
        ]}
        filter={(query, groups) => filterGroups(query, groups as PaletteGroup[])}
      />
      {opened?.dialog?.(() => setOpened(null))}
    </>
  )
}

/** What the server found stays as it is; pages and commands are filtered by their words. */
function filterGroups(query: string, groups: PaletteGroup[]): PaletteGroup[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  return groups
    .map((group) => ({
      ...group,
      actions: group.actions.filter(
        (action) =>
          action.id.startsWith('found:') ||
          words.every((word) => plain(action.label ?? '').includes(word)),
      ),
    }))
    .filter((group) => group.actions.length > 0)
}
