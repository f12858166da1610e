import '@mantine/spotlight/styles.css'
import { Stack, Text } from '@mantine/core'
import { Navigate, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLiveChanges } from '../../api/live.ts'
import { isPermitted, type StaffSession } from '../../api/session.ts'
import { SafeModeBanner } from '../installation/safe-mode-banner.tsx'
import { ADMIN_NAVIGATION } from './admin-navigation.ts'
import { CommandPalette } from './command-palette.tsx'
import { Frame } from './frame.tsx'
import { useNavigationCounts } from './navigation-counts.ts'
import { NavigationLink } from './navigation-link.tsx'
import { PaletteButton } from './palette-button.tsx'
import { RequireSession } from './require-session.tsx'
import { UserMenu } from './user-menu.tsx'

/** The administration's frame; leads to the login when nobody of the staff is logged in. */
export default function AdminFrame() {
  return (
    <RequireSession kind="staff" loginPath="/admin/login">
      {(session) => <AdminArea staff={(session as StaffSession).staff} />}
    </RequireSession>
  )
}

function AdminArea({ staff }: { staff: StaffSession['staff'] }) {
  const { pathname } = useLocation()
  useLiveChanges('admin', !staff.totpSetupRequired)
  if (staff.totpSetupRequired && pathname !== '/admin/profile') {
    return <Navigate to="/admin/profile" replace />
  }
  return (
    <>
      <CommandPalette permissions={staff.permissions} />
      <Frame
        area="admin"
        homePath="/admin"
        banner={<SafeModeBanner />}
        search={<PaletteButton />}
        navigation={(close) => <Navigation permissions={staff.permissions} onFollow={close} />}
        userMenu={
          <UserMenu
            name={staff.name}
            detail={staff.role}
            profilePath="/admin/profile"
            loginPath="/admin/login"
          />
        }
      />
    </>
  )
}

function Navigation(props: { permissions: string[]; onFollow: () => void }) {
  const { t } = useTranslation()
  const counts = useNavigationCounts(props.permissions)
  return (
    <Stack gap={14}>
      {ADMIN_NAVIGATION.map((group) => (
        <Stack key={group.id ?? 'top'} gap={1}>
          {group.id && (
            <Text size="xs" fw={600} c="dimmed" px={10} pb={2}>
              {t(`shell.navGroup.${group.id}`)}
            </Text>
          )}
          {group.entries.map((entry) => (
            <NavigationLink
              key={entry.id}
              entry={entry}
              count={counts[entry.id]}
              isPermitted={!entry.permission || isPermitted(props.permissions, entry.permission)}
              onFollow={props.onFollow}
            />
          ))}
        </Stack>
      ))}
    </Stack>
  )
}
