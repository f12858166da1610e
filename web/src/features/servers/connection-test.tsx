import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { fixHint } from './fix-hint.ts'
import { type ServerPage, testServer } from './server-requests.ts'

type Report = Awaited<ReturnType<typeof testServer>>
type Check = Report['checks'][number]

interface ConnectionTestProps {
  server: Pick<ServerPage, 'id' | 'checkedAt' | 'healthMessage'>
  /** Begins by itself, once: the server was just added. */
  isStarted: boolean
  onTested?: (report: Report) => void
}

/** Tries the server's credentials and shows each thing that was looked at. */
export function ConnectionTest({ server, isStarted, onTested }: ConnectionTestProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayTest = usePermission('servers:test')
  const test = useMutation({
    mutationFn: () => testServer(server.id),
    onSuccess: onTested,
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

function LastResult({ server }: Pick<ConnectionTestProps, 'server'>) {
  const { t } = useTranslation()
  if (!server.checkedAt) {
    return (
      <Text size="sm" c="dimmed">
        {t('servers.test.never')}
      </Text>
    )
  }
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed" component="div">
        {t('servers.test.last')} <TimeText at={server.checkedAt} />
      </Text>
      {server.healthMessage ? (
        <Failure id="" message={server.healthMessage} />
      ) : (
        <Text size="sm">{t('servers.test.askForMore')}</Text>
      )}
    </Stack>
  )
}

function ReportView({ report }: { report: Report }) {
  const { t } = useTranslation()
  const failed = report.checks.filter((check) => !check.ok).length
  return (
    <Stack gap="xs" role="status">
      {report.checks.length === 0 && report.message && <Failure id="" message={report.message} />}
      {report.checks.length > 0 && (
        <Text size="sm" fw={600} c={failed > 0 ? 'red' : 'teal'}>
          {failed > 0 ? t('servers.test.missing', { count: failed }) : t('servers.test.healthy')}
        </Text>
      )}
      <List listStyleType="none" spacing={8} size="sm">
        {report.checks.map((check) => (
          <List.Item key={check.id}>
            <CheckLine check={check} />
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}

/** One named check; a failed one says what the provider said and what can be done. */
function CheckLine({ check }: { check: Check }) {
  const { t, i18n } = useTranslation()
  return (
    <Group gap={8} wrap="nowrap" align="flex-start">
      <ThemeIcon
        size={18}
        radius="xl"
        variant="light"
        color={check.ok ? 'teal' : 'red'}
        role="img"
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
        {!check.ok && <Text size="xs">{t(`servers.hint.${fixHint(check)}`)}</Text>}
      </div>
    </Group>
  )
}

function Failure(check: { id: string; message: string }) {
  const { t } = useTranslation()
  return (
    <Banner icon={IconAlertTriangle} color="red" title={check.message}>
      {t(`servers.hint.${fixHint(check)}`)}
    </Banner>
  )
}
