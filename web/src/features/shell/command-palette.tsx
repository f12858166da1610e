import { Box, Group, Kbd, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight'
import { IconLanguage, IconMoon, IconSearch, IconUser } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isPermitted } from '../../api/session.ts'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.ts'
import { showLanguage } from '../../i18n/start-i18n.ts'
import { ADMIN_NAVIGATION } from './admin-navigation.ts'
import { PALETTE_SOURCES } from './palette-source.ts'

const SEARCH_DELAY_MS = 150

/** In the header: looks like a search box and opens the palette. */
export function PaletteButton() {
  const { t } = useTranslation()
  return (
    <UnstyledButton
      onClick={spotlight.open}
      px={10}
      h={32}
      maw={420}
      w="100%"
      style={{
        border: '1px solid var(--mantine-color-default-border)',
        borderRadius: 6,
        background: 'var(--berth-ground)',
      }}
    >
      <Group gap={8} wrap="nowrap" h="100%">
        <IconSearch size={15} color="var(--mantine-color-dimmed)" aria-hidden />
        <Text size="sm" c="dimmed" truncate style={{ flex: 1 }}>
          {t('shell.palette.open')}
        </Text>
        <Box visibleFrom="md" aria-hidden>
          <Kbd size="xs">Ctrl K</Kbd>
        </Box>
      </Group>
    </UnstyledButton>
  )
}

/** Ctrl/Cmd-K: every page, what the features find, and a few commands. */
export function CommandPalette({ permissions }: { permissions: string[] }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const pages = usePages(permissions)
  const commands = useCommands()
  const found = useFound(text, permissions)
  return (
    <Spotlight
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      triggerOnContentEditable
      scrollable
      maxHeight={420}
      nothingFound={t('shell.palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t('shell.palette.placeholder'),
        'aria-label': t('shell.palette.placeholder'),
      }}
      actions={[
        ...found,
        { group: t('shell.palette.pages'), actions: pages },
        { group: t('shell.palette.commands'), actions: commands },
      ]}
      filter={(query, groups) => filterGroups(query, groups as PaletteGroup[])}
    />
  )
}

interface PaletteGroup {
  group: string
  actions: SpotlightActionData[]
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

/** Lower case without accents. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

function usePages(permissions: string[]): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return ADMIN_NAVIGATION.flatMap((group) => group.entries)
    .filter((entry) => !entry.permission || isPermitted(permissions, entry.permission))
    .map((entry) => {
      const Icon = entry.icon
      return {
        id: `page:${entry.id}`,
        label: t(`shell.nav.${entry.id}`),
        leftSection: <Icon size={17} stroke={1.7} />,
        onClick: () => void navigate({ to: entry.to }),
      }
    })
}

function useCommands(): SpotlightActionData[] {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const { toggleColorScheme } = useMantineColorScheme()
  const others = LANGUAGES.filter((language) => language !== i18n.language)
  return [
    {
      id: 'command:profile',
      label: t('shell.profile'),
      leftSection: <IconUser size={17} stroke={1.7} />,
      onClick: () => void navigate({ to: '/admin/profile' }),
    },
    {
      id: 'command:theme',
      label: t('shell.palette.toggleTheme'),
      leftSection: <IconMoon size={17} stroke={1.7} />,
      onClick: toggleColorScheme,
    },
    ...others.map((language) => ({
      id: `command:language-${language}`,
      label: `${t('shell.language')}: ${LANGUAGE_NAMES[language]}`,
      leftSection: <IconLanguage size={17} stroke={1.7} />,
      onClick: () => void showLanguage(language),
    })),
  ]
}

function useFound(text: string, permissions: string[]): PaletteGroup[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [settled] = useDebouncedValue(text.trim(), SEARCH_DELAY_MS)
  const sources = PALETTE_SOURCES.filter((source) => isPermitted(permissions, source.permission))
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: ['palette', source.heading, settled],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.search(settled, signal),
      enabled: settled.length > 0,
    })),
  })
  return sources.map((source, index) => {
    const Icon = source.icon
    return {
      group: t(source.heading),
      actions: (answers[index]?.data ?? []).map((hit) => ({
        id: `found:${source.heading}:${hit.id}`,
        label: hit.label,
        description: hit.description,
        leftSection: <Icon size={17} stroke={1.7} />,
        onClick: () => void navigate({ to: hit.to }),
      })),
    }
  })
}
