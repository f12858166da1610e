import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { SpotlightActionData } from '@mantine/spotlight'
import { IconLanguage, IconMoon, IconPlus, IconUser, type TablerIcon } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isPermitted } from '../../api/session.ts'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.ts'
import { showLanguage } from '../../i18n/start-i18n.ts'
import { ADMIN_NAVIGATION } from './admin-navigation.ts'
import { PALETTE_SOURCES, type PaletteAnswer, type PaletteHit } from './palette-source.ts'

const SEARCH_DELAY_MS = 150

export interface PaletteGroup {
  group: string
  actions: SpotlightActionData[]
}

const iconOf = (Icon: TablerIcon) => <Icon size={17} stroke={1.7} aria-hidden />

/** The pages of the navigation that the reader may open. */
export function usePages(permissions: string[]): SpotlightActionData[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return ADMIN_NAVIGATION.flatMap((group) => group.entries)
    .filter((entry) => !entry.permission || isPermitted(permissions, entry.permission))
    .map((entry) => ({
      id: `page:${entry.id}`,
      label: t(`shell.nav.${entry.id}`),
      leftSection: iconOf(entry.icon),
      onClick: () => void navigate({ to: entry.to }),
    }))
}

/** What can be done from everywhere: what the features begin, then what the frame can do. */
export function useCommands(permissions: string[]): SpotlightActionData[] {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const { toggleColorScheme } = useMantineColorScheme()
  const others = LANGUAGES.filter((language) => language !== i18n.language)
  const begun = PALETTE_SOURCES.flatMap(({ commands = [] }) => commands).filter(({ permission }) =>
    isPermitted(permissions, permission),
  )
  return [
    ...begun.map(({ label, to }) => ({
      id: `command:${label}`,
      label: t(label),
      leftSection: iconOf(IconPlus),
      onClick: () => void navigate({ to }),
    })),
    {
      id: 'command:profile',
      label: t('shell.profile'),
      leftSection: iconOf(IconUser),
      onClick: () => void navigate({ to: '/admin/profile' }),
    },
    {
      id: 'command:theme',
      label: t('shell.palette.toggleTheme'),
      leftSection: iconOf(IconMoon),
      onClick: toggleColorScheme,
    },
    ...others.map((language) => ({
      id: `command:language-${language}`,
      label: `${t('shell.language')}: ${LANGUAGE_NAMES[language]}`,
      leftSection: iconOf(IconLanguage),
      onClick: () => void showLanguage(language),
    })),
  ]
}

const asAnswer = (answer: PaletteHit[] | PaletteAnswer | undefined): PaletteAnswer =>
  Array.isArray(answer) ? { hits: answer } : (answer ?? { hits: [] })

/** What the features find: what can be opened, then what can be done with it. */
export function useFound(
  text: string,
  permissions: string[],
  onDialog: (hit: PaletteHit) => void,
): { groups: PaletteGroup[]; isSearching: boolean } {
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
  const toAction = (hit: PaletteHit, at: number): SpotlightActionData => ({
    id: `found:${sources[at]?.heading}:${hit.id}`,
    label: hit.label,
    description: hit.description,
    leftSection: iconOf(hit.icon ?? sources[at]?.icon ?? IconPlus),
    disabled: hit.isRefused,
    onClick: () =>
      hit.to ? void navigate({ to: hit.to, search: hit.search as never }) : onDialog(hit),
  })
  const found = answers.map(({ data }) => asAnswer(data))
  return {
    isSearching: settled !== text.trim() || answers.some(({ isFetching }) => isFetching),
    groups: sources.flatMap(({ heading }, at) => {
      const { hits, actions = [] } = found[at] ?? { hits: [] }
      return [
        { group: t(heading), actions: hits.map((hit) => toAction(hit, at)) },
        { group: t('shell.palette.actions'), actions: actions.map((hit) => toAction(hit, at)) },
      ]
    }),
  }
}
