import { Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { OperationProgress } from '../../ui/operation/operation-progress.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { CopyButton } from '../../ui/value/copy-button.tsx'
import { ExpiryBadge } from '../../ui/value/expiry-badge.tsx'
import { serviceOffers, useServiceActions } from '../services/service-action-context.ts'
import { isEnded } from '../services/service-columns.tsx'
import { listServiceActions, readService, type ServicePage } from '../services/service-requests.ts'
import { ServiceState } from '../services/service-state.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import { ServiceBanners } from './service-banners.tsx'
import { ServiceMenu } from './service-menu.tsx'
import { ServiceNav } from './service-nav.tsx'
import { ServiceWhy } from './service-why.tsx'

/** What every sub-page of a service is given. */
export interface ServiceParts {
  service: ServicePage
  /** What can be done with it, and why the rest cannot. */
  offers: ActionOffer[]
  context: ActionContext
}

interface ServiceFrameProps {
  /** The module's tab that is open, if it is one. */
  panelTab?: string
  children: (parts: ServiceParts) => ReactNode
}

/** What all sub-pages of a service share: its name and state, what stands out, the way around. */
export function ServiceFrame(props: ServiceFrameProps) {
  const { serviceId } = useParams({ strict: false }) as { serviceId: string }
  const service = useQuery({
    queryKey: ['service', serviceId],
    queryFn: () => readService(serviceId),
  })
  return (
    <RequirePermission permission="services:read">
      {service.isPending && <LoadingState />}
      {service.isError && !service.data && (
        <ErrorState error={service.error} onRetry={() => void service.refetch()} />
      )}
      {service.data && <Framed key={service.data.id} {...props} service={service.data} />}
    </RequirePermission>
  )
}

function Framed({ service, panelTab, children }: ServiceFrameProps & { service: ServicePage }) {
  const { t } = useTranslation()
  const context = useServiceActions(service)
  const actions = useQuery({
    queryKey: ['service', service.id, 'actions'],
    queryFn: () => listServiceActions(service.id),
  })
  const offers = serviceOffers(actions.data?.items ?? [], service)
  const { operation } = service
  const isUnderWay = operation && operation.state !== 'failed'
  return (
    <>
      <PageHeader
        title={service.name}
        parents={[{ label: t('services.title'), to: '/admin/services' }]}
        badges={
          <>
            <ServiceState service={service} />
            {service.status !== 'pending' && (
              <ExpiryBadge expiresAt={service.expiresAt} isEnded={isEnded(service.status)} />
            )}
          </>
        }
        subtitle={
          <>
            <ServiceWhy service={service} />
            <Group gap={4}>
              <span className="tabular">#{service.number}</span> ·
              <TextLink to={`/admin/customers/${service.customer.id}`}>
                {service.customer.name}
              </TextLink>
              <CopyButton value={service.id} label={t('services.copyId')} />
            </Group>
          </>
        }
        secondary={<ServiceMenu {...{ service, offers, context }} />}
      />
      <Stack gap="xs" mb="sm" className="gone-when-empty">
        <ServiceBanners service={service} offers={offers} context={context} />
        {isUnderWay && <OperationProgress operation={operation} />}
      </Stack>
      <ServiceNav service={service} panelTab={panelTab ?? null} />
      {children({ service, offers, context })}
    </>
  )
}
