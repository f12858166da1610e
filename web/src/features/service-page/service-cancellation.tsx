import { List, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read, send } from '../../api/client.ts'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServiceParts } from './service-frame.tsx'

const WHEN = ['end_of_period', 'now'] as const

/** What was asked, by whom and what comes of it; or the two ways to ask. */
export function ServiceCancellation(parts: ServiceParts) {
  const { t } = useTranslation()
  const { service, offers } = parts
  const offer = offers.find((one) => one.id === 'service.cancel')
  return (
    <Stack gap="md">
      {service.cancellation ? (
        <Asked {...parts} />
      ) : (
        <Text size="sm" c="dimmed">
          {t(service.endedAt ? 'servicePage.cancel.neverAsked' : 'servicePage.cancel.none')}
        </Text>
      )}
      {offer && service.endedAt === null && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
          {WHEN.map((when) => (
            <Way key={when} when={when} {...parts} />
          ))}
        </SimpleGrid>
      )}
    </Stack>
  )
}

function Asked({ service, offers, context }: ServiceParts) {
  const { t } = useTranslation()
  const reasons = useQuery({
    queryKey: ['cancellation-reasons'],
    queryFn: () => read(api.GET('/api/v1/admin/cancellation-reasons')),
  })
  const { cancellation, endedAt, expiresAt } = service
  const undo = offers.find((one) => one.id === 'service.undo_cancellation')
  if (!cancellation) return null
  const { reasonId, by, requestedAt, details } = cancellation
  const reason = reasons.data?.items.find((one) => one.id === reasonId)?.name
  return (
    <Section
      title={t(endedAt ? 'servicePage.cancel.done' : 'servicePage.cancel.scheduled')}
      aside={!endedAt && undo && <ActionButton offer={undo} variant="filled" {...context} />}
    >
      <FactsList
        labelWidth={200}
        facts={[
          {
            label: t('servicePage.cancel.by'),
            value: by ? `${by.name} (${t(`ui.actor.${by.kind}`, { defaultValue: by.kind })})` : '–',
          },
          {
            label: t('servicePage.cancel.at'),
            value: <TimeText at={requestedAt} as="instant" />,
          },
          {
            label: t('servicePage.cancel.reason'),
            value: reasonId
              ? (reason ?? t('servicePage.cancel.reasonGone'))
              : t('servicePage.cancel.noReason'),
          },
          { label: t('servicePage.cancel.details'), value: details || '–' },
          {
            label: t('servicePage.cancel.effect'),
            value: endedAt ? (
              <TimeText at={endedAt} as="instant" />
            ) : (
              <TimeText at={expiresAt} as="instant" />
            ),
            help: endedAt ? undefined : t('servicePage.cancel.effectText'),
          },
        ]}
      />
    </Section>
  )
}

interface Preview {
  allowed: boolean
  reason: { text: string } | null
  effects: string[]
}

/** One of the two ways to cancel, with what it would do, before anything is asked. */
function Way(props: ServiceParts & { when: (typeof WHEN)[number] }) {
  const { t } = useTranslation()
  const { when, service, offers, context } = props
  const offer = offers.find((one) => one.id === 'service.cancel')
  const preview = useQuery({
    queryKey: ['service', service.id, 'cancel-preview', when, service.version],
    queryFn: ({ signal }) =>
      send<Preview>({
        method: 'POST',
        url: `${context.subject.href}/cancel`,
        query: { dryRun: 'true' },
        body: { when },
        signal,
      }),
    enabled: offer?.allowed === true || offer?.reason?.code !== 'not_allowed',
  })
  if (!offer) return null
  const { data } = preview
  // The menu judges without knowing when; here it is known.
  const judged = data ? { ...offer, allowed: data.allowed, reason: offer.reason } : offer
  return (
    <Section
      title={t(`servicePage.cancel.way.${when}`)}
      text={t(`servicePage.cancel.wayText.${when}`)}
    >
      {preview.isPending && preview.isFetching && <LoadingState />}
      {data && !data.allowed && (
        <Text size="sm" c="dimmed">
          {data.reason?.text}
        </Text>
      )}
      {data?.allowed && (
        <List size="sm" spacing={2} mb="sm">
          {data.effects.map((effect) => (
            <List.Item key={effect}>{effect}</List.Item>
          ))}
        </List>
      )}
      {(!data || data.allowed) && (
        <ActionButton
          offer={judged}
          {...context}
          initial={{ ...context.initial, cancel: { when } }}
        />
      )}
    </Section>
  )
}
