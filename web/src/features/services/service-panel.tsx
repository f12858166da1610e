import { Button } from '@mantine/core'
import { IconPlugOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { Section } from '../../ui/page/section.tsx'
import { panelRefreshMs } from '../../ui/panel/panel-refresh.ts'
import type { Panel, PanelOutcome } from '../../ui/panel/panel-types.ts'
import { PanelView } from '../../ui/panel/panel-view.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { type ServicePage, serviceHref } from './service-requests.ts'

interface PanelAnswer {
  /** Null while there is none to show. */
  panel: Panel | null
  /** Why the server could not be asked. */
  unavailable: string | null
}

/** What the delivery module shows of the resource; nothing while there is none. */
export function ServicePanel({ service }: { service: ServicePage }) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<string | null>(null)
  const href = `${serviceHref(service.id)}/panel`
  const panel = useQuery({
    queryKey: ['service', service.id, 'panel', tab],
    queryFn: () => send<PanelAnswer>({ url: href, query: tab ? { tab } : undefined }),
    placeholderData: keepPreviousData,
    enabled: service.resource !== null,
    refetchInterval: (query) => panelRefreshMs(query.state.data?.panel ?? undefined, tab),
  })
  if (service.resource === null) return null
  if (panel.isPending) return <LoadingState />
  if (panel.isError && !panel.data) {
    return <ErrorState error={panel.error} onRetry={() => void panel.refetch()} />
  }
  if (panel.data.panel === null) {
    if (panel.data.unavailable === null) return null
    return (
      <Section title={t('services.panel')}>
        <EmptyState
          icon={IconPlugOff}
          title={t('services.noPanel')}
          text={panel.data.unavailable}
          action={
            <Button
              variant="default"
              loading={panel.isFetching}
              onClick={() => void panel.refetch()}
            >
              {t('ui.problem.retry')}
            </Button>
          }
        />
      </Section>
    )
  }
  return (
    <PanelView
      panel={panel.data.panel}
      tab={tab}
      onTab={setTab}
      calls={{
        name: service.name,
        runAction: async (id, input) => {
          const answer = await send<{ link: string | null }>({
            method: 'POST',
            url: `${href}/actions/${id}`,
            body: { input },
            idempotencyKey: newIdempotencyKey(),
          })
          await panel.refetch()
          return (answer.link ? { link: answer.link } : {}) satisfies PanelOutcome
        },
        reveal: (credential) =>
          send<{ value: string }>({ method: 'POST', url: `${href}/reveal`, body: { credential } }),
      }}
    />
  )
}
