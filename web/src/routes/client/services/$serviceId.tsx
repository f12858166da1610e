import { SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AutoPaySection } from '../../../features/my-services/auto-pay-section.tsx'
import { DetailsSection } from '../../../features/my-services/details-section.tsx'
import { HistorySection } from '../../../features/my-services/history-section.tsx'
import { NextStepsSection } from '../../../features/my-services/next-steps-section.tsx'
import { RenewalsSection } from '../../../features/my-services/renewals-section.tsx'
import {
  isAutoPay,
  offerOf,
  useServiceActions,
} from '../../../features/my-services/service-actions.tsx'
import { ServiceBanners } from '../../../features/my-services/service-banners.tsx'
import { ServicePanel } from '../../../features/my-services/service-panel.tsx'
import {
  hasEnded,
  type MyService,
  serviceQuery,
} from '../../../features/my-services/service-queries.ts'
import { WhatIfSection } from '../../../features/my-services/what-if-section.tsx'
import { ActionDialog } from '../../../ui/action/action-dialog.tsx'
import { ActionButton, ActionMenu } from '../../../ui/action/action-menu.tsx'
import { OperationProgress } from '../../../ui/operation/operation-progress.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { ExpiryBadge } from '../../../ui/value/expiry-badge.tsx'
import { PriceText } from '../../../ui/value/price-text.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'

/** One own service. */
export default function MyServicePage() {
  const { serviceId = '' } = useParams({ strict: false }) as { serviceId?: string }
  const service = useQuery(serviceQuery(serviceId))
  if (service.isPending) return <LoadingState />
  if (service.isError) {
    return <ErrorState error={service.error} onRetry={() => void service.refetch()} />
  }
  return <ServiceView key={serviceId} service={service.data} />
}

function ServiceView({ service }: { service: MyService }) {
  const { t } = useTranslation()
  const { actions, context } = useServiceActions(service)
  const isEnded = hasEnded(service.status)
  const renew = offerOf(actions, 'renew')
  const { open } = useSearch({ strict: false }) as { open?: string }
  const navigate = useNavigate()
  const asked = open ? offerOf(actions, open) : undefined
  const rest = actions.filter((offer) => offer !== renew && !isAutoPay(offer))
  return (
    <>
      <PageHeader
        title={service.name}
        parents={[{ label: t('myServices.title'), to: '/client/services' }]}
        badges={
          <>
            <StatusBadge kind="service" status={service.status} size="md" />
            {service.status !== 'pending' && (
              <ExpiryBadge expiresAt={service.expiresAt} isEnded={isEnded} />
            )}
          </>
        }
        subtitle={
          <>
            #{service.number}
            {service.product && service.product.name !== service.name && (
              <> · {service.product.name}</>
            )}{' '}
            · <PriceText price={service.recurringTotal ?? service.price} cycle={service.cycle} />
          </>
        }
        primary={renew && !isEnded && <ActionButton offer={renew} variant="filled" {...context} />}
        secondary={rest.length > 0 && !isEnded && <ActionMenu actions={rest} {...context} />}
      />
      <Stack gap="md">
        <ServiceBanners service={service} actions={actions} context={context} />
        {service.operation && <OperationProgress operation={service.operation} />}
        {(service.status === 'active' || service.status === 'suspended') && (
          <ServicePanel service={service} />
        )}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Stack gap="md">
            <DetailsSection service={service} />
            {!isEnded && service.expiresAt && (
              <AutoPaySection service={service} actions={actions} context={context} />
            )}
          </Stack>
          {!isEnded && <NextStepsSection serviceId={service.id} />}
        </SimpleGrid>
        {!isEnded && service.expiresAt && <WhatIfSection service={service} />}
        {service.expiresAt && <RenewalsSection serviceId={service.id} />}
        <HistorySection serviceId={service.id} />
      </Stack>
      {asked && (
        <ActionDialog
          offer={asked}
          onClose={() => void navigate({ to: '.', search: {} as never, replace: true })}
          {...context}
        />
      )}
    </>
  )
}
