import { Button, Group, List, Stack, Text, ThemeIcon, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionOffer } from '../../ui/action/action-types.ts'
import { localText } from '../../ui/form/schema-model.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { fixHint } from './fix-hint.ts'
import { type ConnectionReport, type ServerPage, testServer } from './server-requests.ts'

type Check = ConnectionReport['checks'][number]

interface ConnectionTestProps {
  server: Pick<ServerPage, 'id' | 'checkedAt' | 'healthMessage' | 'actions'>
  /** Begins by itself, once: the server was just added. */
  isStarted: boolean
}

/** Tries the server's credentials and shows each thing that was looked at. */
export function ConnectionTest({ server, isStarted }: ConnectionTestProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const offer = server.actions.find(({ id }) => id === 'server.test')
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
      aside={<TestButton offer={offer} isPending={test.isPending} onTest={() => mutate()} />}
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

/** A refused test stays focusable, so that its reason can be read. */
function TestButton(props: {
  offer: ActionOffer | undefined
  isPending: boolean
  onTest: () => void
}) {
  const { t } = useTranslation()
  const { offer, isPending, onTest } = props
  const isAllowed = offer?.allowed === true
  const button = (
    <Button
      variant="default"
      leftSection={<IconPlugConnected size={15} stroke={1.7} aria-hidden />}
      loading={isPending}
      aria-disabled={!isAllowed}
      data-disabled={!isAllowed || undefined}
      onClick={() => isAllowed && onTest()}
    >
      {t('servers.test.run')}
    </Button>
  )
  const reason = offer?.reason?.text ?? t('ui.action.notPossible')
  return isAllowed ? button : <Tooltip label={reason}>{button}</Tooltip>
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

function ReportView({ report }: { report: ConnectionReport }) {
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
