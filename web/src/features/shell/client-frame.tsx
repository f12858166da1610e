import { Stack } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { useLiveChanges } from '../../api/live.ts'
import { type UserSession, useSession } from '../../api/session.ts'
import { LoadingState } from '../../ui/state/states.tsx'
import { ClientBanners } from './client-banners.tsx'
import { CLIENT_NAVIGATION } from './client-navigation.ts'
import { Frame } from './frame.tsx'
import { NavigationLink } from './navigation-link.tsx'
import { RequireSession } from './require-session.tsx'
import { UserMenu } from './user-menu.tsx'
import { VisitorFrame } from './visitor-frame.tsx'

/** What visitors may look at without an account: the home page and the shop. */
const isOpen = (pathname: string) => pathname === '/' || /^\/shop(?:\/|$)/.test(pathname)

/** The client area's frame. Visitors get the shop's, and are led to the login elsewhere. */
export default function ClientFrame() {
  // The page that is drawn, not the one on its way: a visitor who leaves for the registration must
  // not be taken for one who wants into the client area.
  const pathname = useRouterState({
    select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname,
  })
  const { data: session, isPending } = useSession()
  if (isOpen(pathname)) {
    if (isPending) return <LoadingState />
    if (session?.kind !== 'user') return <VisitorFrame />
  }
  return (
    <RequireSession kind="user" loginPath="/login">
      {(own) => <ClientArea session={own as UserSession} />}
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
