import { Badge, NavLink, Tooltip, VisuallyHidden } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import type { NavigationEntry } from './admin-navigation.ts'

interface NavigationLinkProps {
  entry: NavigationEntry
  isPermitted?: boolean
  /** How many wait there for a person; 0 shows no number. */
  count?: number
  onFollow?: () => void
}

/** A longer number would push the words aside. */
const MOST = 999

/** One entry of a navigation. Without the permission it stays, and says what is missing. */
export function NavigationLink({
  entry,
  isPermitted = true,
  count = 0,
  onFollow,
}: NavigationLinkProps) {
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
      rightSection={count > 0 && <Waiting count={count} />}
      aria-current={isActive ? 'page' : undefined}
      onClick={onFollow}
    />
  )
}

/** Small enough not to shout; the page tells what they are. */
function Waiting({ count }: { count: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Badge variant="light" color="orange" radius="sm" size="sm" px={5} className="tabular">
      <span aria-hidden>{count > MOST ? `${format.number(MOST)}+` : format.number(count)}</span>
      <VisuallyHidden>{t('shell.waiting', { count })}</VisuallyHidden>
    </Badge>
  )
}
