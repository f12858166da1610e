import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { DeliveryLog } from '../../../features/webhooks/delivery-log.tsx'
import { EndpointActions } from '../../../features/webhooks/endpoint-actions.tsx'
import { EndpointForm } from '../../../features/webhooks/endpoint-form.tsx'
import { endpointQuery, endpointState } from '../../../features/webhooks/webhook-requests.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'

/** One endpoint: what it is told, and what was sent to it. */
export default function WebhookPage() {
  const { endpointId = '' } = useParams({ strict: false })
  return (
    <RequirePermission permission="webhooks:read">
      <Webhook key={endpointId} id={endpointId} />
    </RequirePermission>
  )
}

function Webhook({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(endpointQuery(id))
  if (query.isError) return <ErrorState error={query.error} />
  if (query.isPending) return <LoadingState />
  const endpoint = query.data
  return (
    <>
      <PageHeader
        title={endpoint.name}
        subtitle={endpoint.address}
        parents={[{ label: t('webhooks.title'), to: '/admin/webhooks' }]}
        badges={<StatusBadge kind="endpoint" status={endpointState(endpoint)} size="md" />}
        secondary={<EndpointActions endpoint={endpoint} />}
      />
      <Stack gap="md">
        <EndpointForm key={endpoint.version} endpoint={endpoint} />
        <Section title={t('webhooks.log.title')} text={t('webhooks.log.text')} flush>
          <DeliveryLog endpointId={id} />
        </Section>
      </Stack>
    </>
  )
}
