import { Group, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { HistorySection } from '../../../features/history/history-section.tsx'
import {
  serviceOffers,
  useServiceActions,
} from '../../../features/services/service-action-context.ts'
import { ServiceBanners } from '../../../features/services/service-banners.tsx'
import { isEnded } from '../../../features/services/service-columns.tsx'
import { ServiceData } from '../../../features/services/service-data.tsx'
import { ServiceFacts } from '../../../features/services/service-facts.tsx'
import { ServiceNextSteps } from '../../../features/services/service-next-steps.tsx'
import { ServiceOperations } from '../../../features/services/service-operations.tsx'
import { ServicePanel } from '../../../features/services/service-panel.tsx'
import { ServiceRenewals } from '../../../features/services/service-renewals.tsx'
import {
  listServiceActions,
  readService,
  type ServicePage as Service,
} from '../../../features/services/service-requests.ts'
import { ServiceState } from '../../../features/services/service-state.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { ActionMenu } from '../../../ui/action/action-menu.tsx'
import { OperationProgress } from '../../../ui/operation/operation-progress.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { PageTabs } from '../../../ui/page/page-tabs.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { CopyButton } from '../../../ui/value/copy-button.tsx'
import { ExpiryBadge } from '../../../ui/value/expiry-badge.tsx'

/** One service: what it is, what is wrong with it, what comes next and what can be done. */
export default function ServicePage() {
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
      {service.data && <ServiceView service={service.data} />}
    </RequirePermission>
  )
}

function ServiceView({ service }: { service: Service }) {
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
    <Stack gap="sm">
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
          <Group gap={4}>
            <span className="tabular">#{service.number}</span> ·
            <TextLink to={`/admin/customers/${service.customer.id}`}>
              {service.customer.name}
            </TextLink>
            <CopyButton value={service.id} label={t('services.copyId')} />
          </Group>
        }
        secondary={
          <ActionMenu actions={offers} asButtons={buttonsOf(service.status)} {...context} />
        }
      />
      <ServiceBanners service={service} offers={offers} context={context} />
      {isUnderWay && <OperationProgress operation={operation} />}
      <PageTabs
        tabs={[
          {
            id: 'overview',
            label: t('services.overview'),
            content: () => <Overview service={service} />,
          },
          {
            id: 'renewals',
            label: t('services.renewals'),
            content: () => (
              <ServiceRenewals serviceId={service.id} offers={offers} context={context} />
            ),
          },
          {
            id: 'operations',
            label: t('services.operations'),
            content: () => <ServiceOperations serviceId={service.id} />,
          },
          {
            id: 'history',
            label: t('history.title'),
            content: () => <HistorySection subject="service" subjectId={service.id} />,
          },
          {
            id: 'data',
            label: t('services.data'),
            content: () => <ServiceData service={service} />,
          },
        ]}
      />
    </Stack>
  )
}

function Overview({ service }: { service: Service }) {
  const { t } = useTranslation()
  return (
    <Stack gap="md">
      <ServicePanel service={service} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <ServiceFacts service={service} />
        <Stack gap="md">
          <ServiceNextSteps serviceId={service.id} />
          <HistorySection
            subject="service"
            subjectId={service.id}
            title={t('services.lastEvents')}
            limit={5}
            isShort
          />
        </Stack>
      </SimpleGrid>
    </Stack>
  )
}

/** What stands beside the menu: the likely next act in this status. */
function buttonsOf(status: string): string[] {
  if (status === 'pending') return ['deliver']
  if (status === 'active') return ['suspend', 'renew']
  if (status === 'suspended') return ['unsuspend', 'renew']
  return []
}
