import { Stack } from '@mantine/core'
import { useLiveChanges } from '../../api/live.ts'
import type { UserSession } from '../../api/session.ts'
import { ClientBanners } from './client-banners.tsx'
import { CLIENT_NAVIGATION } from './client-navigation.ts'
import { Frame } from './frame.tsx'
import { NavigationLink } from './navigation-link.tsx'
import { RequireSession } from './require-session.tsx'
import { UserMenu } from './user-menu.tsx'

/** The client area's frame; leads to the login when no user is logged in. */
export default function ClientFrame() {
  return (
    <RequireSession kind="user" loginPath="/login">
      {(session) => <ClientArea session={session as UserSession} />}
    </RequireSession>
  )
}

function ClientArea({ session }: { session: UserSession }) {
  useLiveChanges('client', true)
  return (
    <Frame
      area="client"
      homePath="/"
      banner={<ClientBanners session={session} />}
      navigation={(close) => (
        <Stack gap={1}>
          {CLIENT_NAVIGATION.map((entry) => (
            <NavigationLink key={entry.id} entry={entry} onFollow={close} />
          ))}
        </Stack>
      )}
      userMenu={
        <UserMenu
          name={session.user.name}
          detail={session.customer.name}
          profilePath="/client/profile"
          loginPath="/login"
        />
      }
    />
  )
}
