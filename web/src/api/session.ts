import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { setServerNow } from '../ui/value/clock.ts'
import { send } from './client.ts'
import { ProblemError } from './problem.ts'

/** A staff member's session. `permissions` are `noun:verb`; `*` is all of them. */
export interface StaffSession {
  kind: 'staff'
  staff: {
    id: string
    name: string
    email: string
    language: string
    role: string
    permissions: string[]
    totpEnabled: boolean
    /** Until a second factor is set up, only the profile may be reached. */
    totpSetupRequired?: boolean
  }
  /** The installation's clock, when it is not the real one (sandbox). */
  now?: string
}

/** The session of a customer's user. */
export interface UserSession {
  kind: 'user'
  user: { id: string; name: string; email: string; language: string; emailConfirmed: boolean }
  customer: { id: string; name: string; currency: string }
  /** The staff member who looks at the area as this user; everything done is logged under both. */
  impersonatedBy?: { name: string } | null
  now?: string
}

export type Session = StaffSession | UserSession
export type Realm = 'staff' | 'customer'

/** Who is logged in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await send<Session>({ url: '/api/v1/auth/session' })
      setServerNow(session.now)
      return session
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

export function useSession() {
  return useQuery(sessionQuery)
}

/** The staff member at the screen, or null. */
export function useStaff(): StaffSession['staff'] | null {
  const { data } = useSession()
  return data?.kind === 'staff' ? data.staff : null
}

/** The customer's user at the screen, or null. */
export function useUser(): UserSession | null {
  const { data } = useSession()
  return data?.kind === 'user' ? data : null
}

/** Whether a permission is among those granted; `*` grants all. */
export function isPermitted(granted: readonly string[], permission: string): boolean {
  return granted.includes('*') || granted.includes(permission)
}

/** Ends the session and forgets everything that was loaded with it. */
export function useLogout() {
  const queries = useQueryClient()
  return async () => {
    await send({ method: 'POST', url: '/api/v1/auth/logout', body: {} })
    queries.clear()
    queries.setQueryData(sessionQuery.queryKey, null)
  }
}
