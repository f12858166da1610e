import { Button } from '@mantine/core'
import { IconPlugOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { PanelView } from '../../ui/panel/panel-view.tsx'
import { EmptyState, ErrorState, LoadingState, NotFoundPage } from '../../ui/state/states.tsx'
import type { ServicePage } from '../services/service-requests.ts'
import { panelCalls, useServicePanel } from './panel-query.ts'

interface ServicePanelProps {
  service: ServicePage
  /** The module's tab to show; null: its overview. */
  tab: string | null
}

/** What the delivery module shows of the resource; nothing on the overview while there is none. */
export function ServicePanel({ service, tab }: ServicePanelProps) {
  const { t } = useTranslation()
  const query = useServicePanel(service, tab)
  if (service.resource === null) {
    return tab && <EmptyState icon={IconPlugOff} title={t('servicePage.panel.noResource')} />
  }
  if (query.isPending) return <LoadingState />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  }
  const { panel, unavailable } = query.data
  if (panel === null) {
    if (unavailable === null) return tab && <NotFoundPage />
    return (
      <Section title={t('services.panel')}>
        <EmptyState
          icon={IconPlugOff}
          title={t('services.noPanel')}
          text={unavailable}
          action={
            <Button
              variant="default"
              loading={query.isFetching}
              onClick={() => void query.refetch()}
            >
              {t('ui.problem.retry')}
            </Button>
          }
        />
      </Section>
    )
  }
  if (tab && !panel.tabs.some((one) => one.id === tab && !one.href)) return <NotFoundPage />
  return <PanelView panel={panel} calls={panelCalls(service, query.refetch)} tab={tab} />
}
