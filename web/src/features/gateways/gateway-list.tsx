import { Group, Stack, Text } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { type GatewayRow, gatewaysQuery } from './gateway-requests.ts'
import { GatewayState } from './gateway-state.tsx'

/** The gateways that are installed, and whether each can be paid with. */
export function GatewayList() {
  const { t } = useTranslation()
  const gateways = useQuery(gatewaysQuery)
  if (gateways.isPending) return <LoadingState />
  if (gateways.isError) {
    return <ErrorState error={gateways.error} onRetry={() => void gateways.refetch()} />
  }
  const { items } = gateways.data
  return (
    <Section title={t('gateways.title')} text={t('gateways.text')}>
      {items.length === 0 ? (
        <EmptyState icon={IconCreditCard} title={t('gateways.none')} />
      ) : (
        <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
          {items.map((gateway) => (
            <GatewayLine key={gateway.id} gateway={gateway} />
          ))}
        </Stack>
      )}
    </Section>
  )
}

function GatewayLine({ gateway }: { gateway: GatewayRow }) {
  const { t } = useTranslation()
  const { id, label, state, problem, keepsMethods, lastOkAt, failingSince } = gateway
  return (
    <Group
      component="li"
      justify="space-between"
      align="flex-start"
      gap="xs"
      py="sm"
      style={{ borderBottom: '1px solid var(--berth-line)' }}
    >
      <div style={{ flex: '1 1 260px', minWidth: 0 }}>
        <TextLink to={`/admin/settings/gateways/${id}`}>{label}</TextLink>
        <Text size="xs" c="dimmed">
          {t(keepsMethods ? 'gateways.keepsMethods' : 'gateways.keepsNothing')}
        </Text>
        {problem && state !== 'off' && (
          <Text size="xs" c="red" style={{ overflowWrap: 'anywhere' }}>
            {problem}
          </Text>
        )}
      </div>
      <Stack gap={2} align="flex-end">
        <GatewayState state={state} />
        {state === 'failing' && failingSince ? (
          <Text size="xs" c="dimmed" component="div">
            {t('gateways.failingSince')} <TimeText at={failingSince} />
          </Text>
        ) : (
          lastOkAt && (
            <Text size="xs" c="dimmed" component="div">
              {t('gateways.lastOk')} <TimeText at={lastOkAt} />
            </Text>
          )
        )}
      </Stack>
    </Group>
  )
}
