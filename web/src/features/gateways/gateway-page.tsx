import { Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { GatewayForm } from './gateway-form.tsx'
import { gatewayQuery } from './gateway-requests.ts'
import { GatewayState } from './gateway-state.tsx'

/** One gateway: how it does, where it sends its notices, what it must know. */
export function GatewaySettings({ id }: { id: string }) {
  const { t } = useTranslation()
  const gateway = useQuery(gatewayQuery(id))
  if (gateway.isPending) return <LoadingState />
  if (gateway.isError) {
    return <ErrorState error={gateway.error} onRetry={() => void gateway.refetch()} />
  }
  const { label, state, problem, hookUrl, lastOkAt, version } = gateway.data
  return (
    <Stack gap="md">
      <div>
        <TextLink to="/admin/settings/gateways">{t('gateways.title')}</TextLink>
        <Group gap="xs">
          <Title order={2}>{label}</Title>
          <GatewayState state={state} />
        </Group>
        {problem && state !== 'off' && (
          <Text size="sm" c="red" style={{ overflowWrap: 'anywhere' }}>
            {problem}
          </Text>
        )}
      </div>
      <Section title={t('gateways.notices')} text={t('gateways.noticesText')}>
        <FactsList
          facts={[
            {
              label: t('gateways.hookUrl'),
              value: <code style={{ overflowWrap: 'anywhere' }}>{hookUrl}</code>,
              copy: hookUrl,
            },
            {
              label: t('gateways.lastAnswer'),
              value: lastOkAt ? <TimeText at={lastOkAt} /> : '–',
            },
          ]}
        />
      </Section>
      <GatewayForm key={version} gateway={gateway.data} />
    </Stack>
  )
}
