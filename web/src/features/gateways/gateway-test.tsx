import { Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/page/banner.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { gatewaysQuery, testGateway } from './gateway-requests.ts'

interface GatewayTestProps {
  id: string
  /** What stands in the form at this moment. */
  typed: () => Record<string, unknown>
}

/** Tries what stands in the form, saved or not, and says what is missing. */
export function GatewayTest({ id, typed }: GatewayTestProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayTest = usePermission('settings:update')
  const test = useMutation({
    mutationFn: () => testGateway(id, typed()),
    onSettled: () => queries.invalidateQueries({ ...gatewaysQuery, exact: true }),
  })
  return (
    <Section
      title={t('gateways.test.title')}
      text={t('gateways.test.text')}
      aside={
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={15} stroke={1.7} aria-hidden />}
          loading={test.isPending}
          disabled={!mayTest}
          onClick={() => test.mutate()}
        >
          {t('gateways.test.run')}
        </Button>
      }
    >
      <Stack gap="xs">
        {test.isError && <ProblemAlert error={test.error} withFields />}
        {test.data?.ok && (
          <Banner icon={IconCheck} color="teal" title={t('gateways.test.works')}>
            {test.data.account}
          </Banner>
        )}
        {test.data && !test.data.ok && (
          <Banner icon={IconAlertTriangle} color="red" title={t('gateways.test.fails')}>
            <span style={{ overflowWrap: 'anywhere' }}>{test.data.message}</span>
          </Banner>
        )}
        {test.isIdle && (
          <Text size="sm" c="dimmed">
            {t('gateways.test.never')}
          </Text>
        )}
      </Stack>
    </Section>
  )
}
