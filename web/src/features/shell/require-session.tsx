import { Navigate, useLocation } from '@tanstack/react-router'
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
  const { href } = useLocation()
  useProfileLanguage(session?.kind === kind ? session : null)
  if (isPending) return <LoadingState />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (session?.kind !== kind) {
    return <Navigate to={loginPath} search={{ next: href } as never} replace />
  }
  return children(session)
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
