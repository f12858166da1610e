import { Paper } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, newIdempotencyKey, read, send } from '../../api/client.ts'
import { panelRefreshMs } from '../../ui/panel/panel-refresh.ts'
import type { Panel, PanelCalls, PanelOutcome } from '../../ui/panel/panel-types.ts'
import { PanelView } from '../../ui/panel/panel-view.tsx'
import { EmptyState, LoadingState } from '../../ui/state/states.tsx'
import { loadChoicesFrom } from '../servers/load-choices.ts'
import type { MyService } from './service-queries.ts'

/** What the service's module shows of it: figures, access, actions, its own tabs. */
export function ServicePanel({ service }: { service: MyService }) {
  const { t } = useTranslation()
  const { tab = null } = useSearch({ strict: false }) as { tab?: string }
  const navigate = useNavigate()
  const { id } = service
  const query = useQuery({
    queryKey: ['service', id, 'panel', tab],
    queryFn: () =>
      read(
        api.GET('/api/v1/client/services/{id}/panel', {
          params: { path: { id }, query: tab ? { tab } : {} },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => panelRefreshMs(panelOf(state.data), tab),
  })
  if (query.isPending) return <LoadingState />
  const panel = panelOf(query.data)
  if (!panel) {
    // No panel and no reason: the type has none, and nothing is said about it.
    if (query.data && query.data.unavailable === null) return null
    return (
      <Paper>
        <EmptyState
          icon={IconPlugConnectedX}
          title={t('myServices.panelAway')}
          text={t('myServices.panelAwayText')}
        />
      </Paper>
    )
  }
  return (
    <PanelView
      panel={panel}
      calls={callsOf(service)}
      tab={tab}
      onTab={(next) =>
        void navigate({
          to: '.',
          search: (next ? { tab: next } : {}) as never,
          resetScroll: false,
        })
      }
    />
  )
}

const panelOf = (answer: { panel: unknown } | undefined) =>
  (answer?.panel ?? undefined) as Panel | undefined

function callsOf({ id, name }: MyService): PanelCalls {
  const base = `/api/v1/client/services/${id}/panel`
  return {
    name,
    runAction: (action, input) =>
      send<PanelOutcome>({
        method: 'POST',
        url: `${base}/actions/${action}`,
        body: { input },
        idempotencyKey: newIdempotencyKey(),
      }),
    reveal: (credential) =>
      send<{ value: string }>({ method: 'POST', url: `${base}/reveal`, body: { credential } }),
    loadChoices: (name) => loadChoicesFrom(base, name),
  }
}
