import { Box, Button, Code, Grid, Group, Stack, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RequirePermission, usePermission } from '../../../../features/shell/require-permission.tsx'
import {
  type DeliveryPage,
  deliveryQuery,
  replayDelivery,
} from '../../../../features/webhooks/webhook-requests.ts'
import { FactsList } from '../../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../../ui/page/page-header.tsx'
import { Section } from '../../../../ui/page/section.tsx'
import { notifyDone, notifyProblem } from '../../../../ui/state/problem-alert.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../../ui/state/states.tsx'
import { StatusBadge } from '../../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../../ui/value/time-text.tsx'

/** One delivery: what was sent, and what came back each time. */
export default function DeliveryRoute() {
  const { deliveryId = '' } = useParams({ strict: false })
  return (
    <RequirePermission permission="webhooks:read">
      <Delivery key={deliveryId} id={deliveryId} />
    </RequirePermission>
  )
}

function Delivery({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(deliveryQuery(id))
  if (query.isError) return <ErrorState error={query.error} />
  if (query.isPending) return <LoadingState />
  const delivery = query.data
  const { endpoint, type, state, payload } = delivery
  return (
    <>
      <PageHeader
        title={type}
        parents={[
          { label: t('webhooks.title'), to: '/admin/webhooks' },
          { label: endpoint.name, to: `/admin/webhooks/${endpoint.id}` },
        ]}
        badges={<StatusBadge kind="delivery" status={state} size="md" />}
        secondary={<ReplayButton delivery={delivery} />}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <Attempts delivery={delivery} />
            <Section title={t('webhooks.delivery.payload')}>
              <Source
                text={JSON.stringify(payload, null, 2)}
                label={t('webhooks.delivery.payload')}
              />
            </Section>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Section title={t('webhooks.delivery.facts')}>
            <FactsList
              facts={[
                { label: 'webhook-id', value: delivery.eventId, copy: delivery.eventId },
                { label: t('webhooks.log.attempts'), value: delivery.attempts },
                {
                  label: t('webhooks.log.at'),
                  value: <TimeText at={delivery.createdAt} as="instant" />,
                },
                {
                  label: t('webhooks.log.next'),
                  value: <TimeText at={delivery.dueAt} as="instant" />,
                },
                {
                  label: t('webhooks.log.deliveredAt'),
                  value: <TimeText at={delivery.deliveredAt} as="instant" />,
                },
              ]}
            />
          </Section>
        </Grid.Col>
      </Grid>
    </>
  )
}

function ReplayButton({ delivery }: { delivery: DeliveryPage }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('webhooks:update')
  const replay = useMutation({
    mutationFn: () => replayDelivery(delivery.id),
    onSuccess: async () => {
      notifyDone(t('webhooks.replay.done'))
      await queries.invalidateQueries({ queryKey: ['webhook_delivery'] })
    },
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={14} />}
      disabled={!mayWrite || !delivery.canReplay}
      title={delivery.canReplay ? undefined : t('webhooks.replay.not')}
      loading={replay.isPending}
      onClick={() => replay.mutate()}
    >
      {t('webhooks.replay.label')}
    </Button>
  )
}

function Attempts({ delivery }: { delivery: DeliveryPage }) {
  const { t } = useTranslation()
  return (
    <Section title={t('webhooks.delivery.attempts')}>
      {delivery.attemptLog.length === 0 ? (
        <EmptyState title={t('webhooks.delivery.none')} />
      ) : (
        <Stack gap="md">
          {delivery.attemptLog.map((attempt) => (
            <Box key={attempt.attempt}>
              <Group gap="xs" mb={4}>
                <Text size="sm" fw={600}>
                  {t('webhooks.delivery.attempt', { n: attempt.attempt })}
                </Text>
                <Text size="sm" c={attempt.error ? 'red' : undefined}>
                  {attempt.error ?? `HTTP ${attempt.status}`}
                </Text>
                <Text size="xs" c="dimmed" component="div">
                  <TimeText at={attempt.at} /> · {attempt.durationMs} ms
                </Text>
              </Group>
              <Text size="xs" c="dimmed">
                {t('webhooks.delivery.request')}
              </Text>
              <Source
                text={attempt.request}
                label={`${t('webhooks.delivery.request')} (${attempt.attempt})`}
              />
              {attempt.answer && (
                <>
                  <Text size="xs" c="dimmed" mt={4}>
                    {t('webhooks.delivery.answer')}
                  </Text>
                  <Source
                    text={attempt.answer}
                    label={`${t('webhooks.delivery.answer')} (${attempt.attempt})`}
                  />
                </>
              )}
            </Box>
          ))}
        </Stack>
      )}
    </Section>
  )
}

/** What somebody's program wrote, as it is. */
function Source({ text, label }: { text: string; label: string }) {
  return (
    <Code
      block
      tabIndex={0}
      role="region"
      aria-label={label}
      mah={280}
      style={{ overflow: 'auto', whiteSpace: 'pre-wrap', wordBreak: 'break-word' }}
    >
      {text}
    </Code>
  )
}
