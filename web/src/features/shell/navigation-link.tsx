import { NavLink, Tooltip } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { NavigationEntry } from './admin-navigation.ts'

interface NavigationLinkProps {
  entry: NavigationEntry
  isPermitted?: boolean
  onFollow?: () => void
}

/** One entry of a navigation. Without the permission it stays, and says what is missing. */
export function NavigationLink({ entry, isPermitted = true, onFollow }: NavigationLinkProps) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const Icon = entry.icon
  const isHome = entry.to === '/admin' || entry.to === '/'
  const isActive = isHome ? pathname === entry.to : pathname.startsWith(entry.to)
  const shared = {
    label: t(`shell.nav.${entry.id}`),
    leftSection: <Icon size={17} stroke={1.7} aria-hidden />,
    py: 6,
    px: 10,
    style: { borderRadius: 6 },
  }
  if (!isPermitted) {
    return (
      <Tooltip
        label={t('shell.needsPermission', { permission: entry.permission })}
        position="right"
      >
        <NavLink
          {...shared}
          component="button"
          type="button"
          aria-disabled
          style={{ opacity: 0.45 }}
        />
      </Tooltip>
    )
  }
  return (
    <NavLink
      {...shared}
      component={Link}
      to={entry.to}
      activeOptions={{ exact: isHome }}
      active={isActive}
      aria-current={isActive ? 'page' : undefined}
      onClick={onFollow}
    />
  )
}
