import { useQuery, useQueryClient } from '@tanstack/react-query'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { panelRefreshMs } from '../../ui/panel/panel-refresh.ts'
import type { Panel, PanelCalls, PanelOutcome } from '../../ui/panel/panel-types.ts'
import { loadChoicesFrom } from '../servers/load-choices.ts'
import { type ServicePage, serviceHref } from '../services/service-requests.ts'

export interface PanelAnswer {
  /** Null while there is none to show. */
  panel: Panel | null
  /** Why the server could not be asked. */
  unavailable: string | null
}

/** The provider is asked for each panel: leafing through the page does not ask it every time. */
const STALE_MS = 30_000

const keyOf = (id: string, tab: string | null) => ['service', id, 'panel', tab]

/**
 * The panel of a service with the content of one tab; null: the overview. Until a tab's content has
 * come, what is known of the panel stands in for it.
 */
export function useServicePanel(service: ServicePage, tab: string | null) {
  const queries = useQueryClient()
  return useQuery({
    queryKey: keyOf(service.id, tab),
    queryFn: ({ signal }) =>
      send<PanelAnswer>({
        url: `${serviceHref(service.id)}/panel`,
        query: tab ? { tab } : undefined,
        signal,
      }),
    placeholderData: () => queries.getQueryData<PanelAnswer>(keyOf(service.id, null)),
    staleTime: STALE_MS,
    enabled: service.resource !== null,
    refetchInterval: (query) => panelRefreshMs(query.state.data?.panel ?? undefined, tab),
  })
}

/** What the buttons of a service's panel call. */
export function panelCalls(service: ServicePage, refetch: () => Promise<unknown>): PanelCalls {
  const base = `${serviceHref(service.id)}/panel`
  return {
    name: service.name,
    runAction: async (id, input) => {
      const answer = await send<PanelOutcome>({
        method: 'POST',
        url: `${base}/actions/${id}`,
        body: { input },
        idempotencyKey: newIdempotencyKey(),
      })
      await refetch()
      return answer
    },
    reveal: (credential) =>
      send<{ value: string }>({ method: 'POST', url: `${base}/reveal`, body: { credential } }),
    loadChoices: (name) => loadChoicesFrom(base, name),
  }
}
