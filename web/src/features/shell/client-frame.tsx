import { Alert, Stack } from '@mantine/core'
import { IconEye, IconMailExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLiveChanges } from '../../api/live.ts'
import type { UserSession } from '../../api/session.ts'
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
      banner={<Banners session={session} />}
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

function Banners({ session }: { session: UserSession }) {
  const { t } = useTranslation()
  const { user, impersonatedBy } = session
  return (
    <>
      {impersonatedBy && (
        <Alert color="grape" radius={0} py={8} icon={<IconEye size={18} />}>
          {t('shell.impersonation', { staff: impersonatedBy.name, user: user.name })}
        </Alert>
      )}
      {!user.emailConfirmed && (
        <Alert color="yellow" radius={0} py={8} icon={<IconMailExclamation size={18} />}>
          {t('shell.confirmEmail', { email: user.email })}
        </Alert>
      )}
    </>
  )
}
