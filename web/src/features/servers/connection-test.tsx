import { Alert, Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { type ServerPage, testServer } from './server-requests.ts'

type Report = Awaited<ReturnType<typeof testServer>>

interface ConnectionTestProps {
  server: ServerPage
  /** Begins by itself, once: the server was just added. */
  isStarted: boolean
}

/** Tries the server's credentials and shows each thing that was looked at. */
export function ConnectionTest({ server, isStarted }: ConnectionTestProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayTest = usePermission('servers:test')
  const test = useMutation({
    mutationFn: () => testServer(server.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['server'] }),
  })
  const wasStarted = useRef(false)
  const { mutate } = test
  useEffect(() => {
    if (!isStarted || wasStarted.current) return
    wasStarted.current = true
    mutate()
  }, [isStarted, mutate])
  return (
    <Section
      title={t('servers.test.title')}
      aside={
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={15} stroke={1.7} />}
          loading={test.isPending}
          disabled={!mayTest}
          onClick={() => mutate()}
        >
          {t('servers.test.run')}
        </Button>
      }
    >
      {test.isPending ? (
        <LoadingState />
      ) : test.isError ? (
        <ProblemAlert error={test.error} />
      ) : test.data ? (
        <ReportView report={test.data} />
      ) : (
        <LastResult server={server} />
      )}
    </Section>
  )
}

function LastResult({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  if (!server.checkedAt) {
    return (
      <Text size="sm" c="dimmed">
        {t('servers.test.never')}
      </Text>
    )
  }
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed" component="div">
        {t('servers.test.last')} <TimeText at={server.checkedAt} />
      </Text>
      {server.healthMessage && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} py="xs">
          {server.healthMessage}
        </Alert>
      )}
    </Stack>
  )
}

function ReportView({ report }: { report: Report }) {
  const { t, i18n } = useTranslation()
  const isHealthy = report.health === 'healthy'
  return (
    <Stack gap="xs" role="status">
      {report.checks.length === 0 && report.message && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} py="xs">
          {report.message}
        </Alert>
      )}
      <List listStyleType="none" spacing={6} size="sm">
        {report.checks.map((check) => (
          <List.Item key={check.id}>
            <Group gap={8} wrap="nowrap" align="flex-start">
              <ThemeIcon
                size={18}
                radius="xl"
                variant="light"
                color={check.ok ? 'teal' : 'red'}
                aria-label={t(check.ok ? 'servers.test.ok' : 'servers.test.failed')}
              >
                {check.ok ? <IconCheck size={12} /> : <IconX size={12} />}
              </ThemeIcon>
              <div>
                <Text size="sm">{localText(check.name, i18n.language)}</Text>
                {check.message && (
                  <Text size="xs" c={check.ok ? 'dimmed' : 'red'}>
                    {check.message}
                  </Text>
                )}
              </div>
            </Group>
          </List.Item>
        ))}
      </List>
      {isHealthy && (
        <Text size="sm" c="teal" fw={500}>
          {t('servers.test.healthy')}
        </Text>
      )}
    </Stack>
  )
}
