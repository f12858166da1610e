import { Accordion, Code, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { eventKindsQuery } from '../../../features/webhooks/webhook-requests.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** Every event there is, with what is sent. */
export default function WebhookEventsPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="webhooks:read">
      <PageHeader
        title={t('webhooks.events.title')}
        subtitle={t('webhooks.events.text')}
        parents={[{ label: t('webhooks.title'), to: '/admin/webhooks' }]}
      />
      <Events />
    </RequirePermission>
  )
}

function Events() {
  const query = useQuery(eventKindsQuery)
  if (query.isError) return <ErrorState error={query.error} />
  if (query.isPending) return <LoadingState />
  return (
    <Accordion variant="contained" maw={960}>
      {query.data.map(({ type, description, example }) => (
        <Accordion.Item key={type} value={type}>
          <Accordion.Control>
            <Stack gap={0}>
              <Text ff="monospace" size="sm">
                {type}
              </Text>
              <Text size="sm" c="dimmed">
                {description}
              </Text>
            </Stack>
          </Accordion.Control>
          <Accordion.Panel>
            <Code
              block
              tabIndex={0}
              role="region"
              aria-label={type}
              mah={420}
              style={{ overflow: 'auto' }}
            >
              {JSON.stringify(example, null, 2)}
            </Code>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}
