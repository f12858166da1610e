import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Session, sessionQuery } from '../../api/session.ts'
import { landing } from './landing.ts'

/** Takes over a new session and goes to where the reader wanted to be. */
export function useEnter() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false }) as { next?: unknown }
  return async (session: Session) => {
    queries.clear()
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
    await navigate({ to: landing(session.kind, next), replace: true })
  }
}
