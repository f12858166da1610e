import { useQuery } from '@tanstack/react-query'
import { api, read } from '../../api/client.ts'
import { isPermitted } from '../../api/session.ts'

/**
 * Looked at from time to time and not with every word of the live stream: it stands on every page,
 * and a busy installation says something every second.
 */
const CALM = { refetchInterval: 30_000, staleTime: 25_000 }

/** How many wait for a person behind entries of the navigation, by the entries' ids. */
export function useNavigationCounts(permissions: string[]): Record<string, number | undefined> {
  const operations = useQuery({
    queryKey: ['navigation', 'operations'],
    queryFn: async () => {
      const query = { state: 'waits_for_staff', limit: 1 }
      const page = await read(api.GET('/api/v1/admin/operations', { params: { query } }))
      return page.total?.count ?? 0
    },
    enabled: isPermitted(permissions, 'operations:read'),
    ...CALM,
  })
  const drift = useQuery({
    queryKey: ['navigation', 'drift'],
    queryFn: async () => {
      const query = { state: 'open' as const, limit: 1 }
      const page = await read(api.GET('/api/v1/admin/drift', { params: { query } }))
      return page.total?.count ?? 0
    },
    enabled: isPermitted(permissions, 'drift:read'),
    ...CALM,
  })
  const held = useQuery({
    queryKey: ['navigation', 'brake'],
    queryFn: async () => (await read(api.GET('/api/v1/admin/automation/health'))).brake.held,
    enabled: isPermitted(permissions, 'automation:read'),
    ...CALM,
  })
  return { operations: operations.data, drift: drift.data, automation: held.data }
}
