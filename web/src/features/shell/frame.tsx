import { AppShell, Box, Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { type Area, AreaContext } from '../../ui/area.ts'
import { LoadingState } from '../../ui/state/states.tsx'
import { LanguageSwitch, ThemeSwitch } from './language-and-theme.tsx'
import { Logo } from './logo.tsx'

interface FrameProps {
  area: Area
  homePath: string
  /** The navigation; told to close itself on a phone after a choice. Visitors have none. */
  navigation?: (close: () => void) => ReactNode
  /** In the middle of the header: the search. */
  search?: ReactNode
  userMenu: ReactNode
  /** Above every page: what the reader must know first. */
  banner?: ReactNode
}

/** Header, navigation and page of an area; the navigation folds away on a phone. */
export function Frame({ area, homePath, navigation, search, userMenu, banner }: FrameProps) {
  const { t } = useTranslation()
  const [isOpen, { toggle, close }] = useDisclosure()
  return (
    <AreaContext.Provider value={area}>
      <a href="#page" className="skip-link">
        {t('shell.skip')}
      </a>
      <AppShell
        header={{ height: 52 }}
        navbar={navigation && { width: 216, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
        padding={0}
        styles={{
          header: { background: 'var(--berth-surface)', borderColor: 'var(--berth-line)' },
          navbar: { background: 'var(--berth-surface)', borderColor: 'var(--berth-line)' },
        }}
      >
        <AppShell.Header>
          <Group h="100%" px="sm" gap="xs" wrap="nowrap">
            {navigation && (
              <Burger
                opened={isOpen}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={t('shell.navigation')}
                aria-expanded={isOpen}
              />
            )}
            <Box
              component={Link}
              to={homePath}
              c="inherit"
              td="none"
              aria-label={t('shell.home')}
              w={{ sm: 196 }}
              px={4}
            >
              <Logo />
            </Box>
            <Box style={{ flex: 1, minWidth: 0 }}>{search}</Box>
            <Group gap={2} wrap="nowrap">
              <LanguageSwitch />
              <ThemeSwitch />
              <Box ml={6}>{userMenu}</Box>
            </Group>
          </Group>
        </AppShell.Header>
        {navigation && (
          <AppShell.Navbar p="xs" style={{ overflowY: 'auto' }} aria-label={t('shell.navigation')}>
            {navigation(close)}
          </AppShell.Navbar>
        )}
        <AppShell.Main id="page" tabIndex={-1} style={{ outline: 'none' }}>
          {banner}
          <Box p={{ base: 'sm', sm: 'lg' }} maw={1480} mx={navigation ? undefined : 'auto'}>
            <Suspense fallback={<LoadingState />}>
              <Outlet />
            </Suspense>
          </Box>
        </AppShell.Main>
      </AppShell>
    </AreaContext.Provider>
  )
}
