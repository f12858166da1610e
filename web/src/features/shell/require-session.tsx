import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { type Session, useSession } from '../../api/session.ts'
import { toLanguage } from '../../i18n/languages.ts'
import { showLanguage } from '../../i18n/start-i18n.ts'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'

interface RequireSessionProps {
  kind: Session['kind']
  loginPath: string
  children: (session: Session) => ReactNode
}

/** Shows an area to those it is for; everybody else is led to its login and back afterwards. */
export function RequireSession({ kind, loginPath, children }: RequireSessionProps) {
  const { data: session, isPending, error, refetch } = useSession()
  useProfileLanguage(session?.kind === kind ? session : null)
  if (isPending) return <LoadingState />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (session?.kind !== kind) return <ToLogin path={loginPath} />
  return children(session)
}

/**
 * Leads to the login once, remembering where the reader wanted to be. Not by a component that
 * navigates as it renders: this frame is still drawn while the login is on its way, and would lead
 * there again from there.
 */
function ToLogin({ path }: { path: string }) {
  const router = useRouter()
  useEffect(() => {
    const { href, pathname } = router.latestLocation
    if (pathname === path) return
    void router.navigate({ to: path, search: { next: href } as never, replace: true })
  }, [router, path])
  return <LoadingState />
}

/** The profile's language is shown once after the login; the switch may depart from it. */
function useProfileLanguage(session: Session | null): void {
  const person = session?.kind === 'staff' ? session.staff : session?.user
  const language = toLanguage(person?.language)
  const id = person?.id
  useEffect(() => {
    if (id && language) void showLanguage(language)
  }, [id, language])
}
