import { Box, Grid, NavLink, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { titleOf } from './section-form.tsx'
import { inOrder } from './section-order.ts'
import { sectionsQuery } from './settings-requests.ts'

/** The settings' own navigation: a column beside the form, a choice above it on a phone. */
export function SettingsLayout({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const sections = useQuery(sectionsQuery)
  if (sections.isError) return <ErrorState error={sections.error} />
  if (sections.isPending) return <LoadingState />
  const pages = [
    ...inOrder(sections.data).map((section) => ({
      to: `/admin/settings/${section}`,
      label: titleOf(section, t),
    })),
    { to: '/admin/settings/gateways', label: t('gateways.title') },
    { to: '/admin/settings/terms', label: t('settings.terms.title') },
  ]
  const isAt = (to: string) => pathname === to || pathname.startsWith(`${to}/`)
  const isStart = pathname === '/admin/settings'
  const current = isStart ? pages[0] : pages.find((page) => isAt(page.to))
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 3, xl: 2 }}>
          <Stack gap={1} visibleFrom="md" component="nav" aria-label={t('settings.title')}>
            {pages.map((page) => (
              <NavLink
                key={page.to}
                component={Link}
                to={page.to}
                label={page.label}
                active={page.to === current?.to}
                style={{ borderRadius: 6 }}
              />
            ))}
          </Stack>
          <Select
            hiddenFrom="md"
            aria-label={t('settings.title')}
            allowDeselect={false}
            data={pages.map((page) => ({ value: page.to, label: page.label }))}
            value={current?.to ?? null}
            onChange={(to) => to && void navigate({ to })}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9, xl: 10 }}>
          <Box maw={900}>{children}</Box>
        </Grid.Col>
      </Grid>
    </>
  )
}
