import { Button, Group } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Frame } from './frame.tsx'

/** The shop's frame for somebody who is not logged in: no navigation, the ways in instead. */
export function VisitorFrame() {
  return <Frame area="client" homePath="/" userMenu={<WaysIn />} />
}

/** Log in or register, and come back to what was looked at. */
function WaysIn() {
  const { t } = useTranslation()
  const { href, pathname } = useLocation()
  const search = (pathname === '/' ? {} : { next: href }) as never
  return (
    <Group gap={6} wrap="nowrap">
      <Button component={Link} to="/login" search={search} variant="default">
        {t('shell.login')}
      </Button>
      <Button component={Link} to="/register" search={search} visibleFrom="xs">
        {t('shell.register')}
      </Button>
    </Group>
  )
}
