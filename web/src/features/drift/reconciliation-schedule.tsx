import { Button, Stack, Switch, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { notifyDone, notifyProblem } from '../../ui/state/problem-alert.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import {
  type Reconciliation,
  type ReconciliationSchedule as Schedule,
  setAutoFix,
} from './drift-requests.ts'
import { useReconcile } from './reconcile-button.tsx'

interface ReconciliationScheduleProps {
  server: { id: string; name: string }
  schedule: Schedule
  /** The latest run, if there was one. */
  last: Reconciliation | undefined
}

/** When the next comparison is or why there is none; what a suspect one needs from a person. */
export function ReconciliationSchedule(props: ReconciliationScheduleProps) {
  const { t } = useTranslation()
  const { server, schedule, last } = props
  return (
    <>
      {last?.suspect && last.state === 'finished' && <SuspectBanner server={server} run={last} />}
      <Section title={t('drift.schedule')}>
        <Stack gap="sm">
          <Text size="sm" component="div">
            <NextRun schedule={schedule} />{' '}
            <TextLink to="/admin/settings/reconciliation" isInText>
              {t('drift.toSettings')}
            </TextLink>
          </Text>
          <AutoFixSwitch serverId={server.id} isOn={schedule.autoFixRunning} />
        </Stack>
      </Section>
    </>
  )
}

function NextRun({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation()
  const { running, waits, nextAt, everyMinutes } = schedule
  if (running) return t('drift.comparing')
  if (waits) return waits.text
  return (
    <>
      {everyMinutes > 0 && t('drift.every', { count: everyMinutes })}{' '}
      {nextAt && (
        <>
          {t('drift.next')} <TimeText at={nextAt} />
        </>
      )}
    </>
  )
}

/** The only thing that the loop may fix by itself. */
export function AutoFixSwitch({ serverId, isOn }: { serverId: string; isOn: boolean }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('servers:update')
  const change = useMutation({
    mutationFn: (next: boolean) => setAutoFix(serverId, next),
    onSuccess: () => notifyDone(t('drift.autoFixSaved')),
    onError: (error) => notifyProblem(error, t),
    onSettled: () => queries.invalidateQueries({ queryKey: ['server', serverId] }),
  })
  return (
    <Switch
      label={t('drift.autoFix')}
      description={t('drift.autoFixText')}
      checked={change.isPending ? change.variables : isOn}
      disabled={!mayWrite}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  )
}

/** Too much vanished from one listing to be believed; staff may look, and say that it is so. */
function SuspectBanner(props: { server: { id: string; name: string }; run: Reconciliation }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { server, run } = props
  const { start, isPending } = useReconcile(server)
  const [isAsking, setAsking] = useState(false)
  const mayFix = usePermission('drift:fix')
  return (
    <Banner
      icon={IconAlertTriangle}
      color="orange"
      title={t('drift.suspectTitle', {
        vanished: format.number(run.vanished),
        known: format.number(run.known),
      })}
      aside={
        mayFix && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('drift.believe')}
          </Button>
        )
      }
    >
      {t('drift.suspectText')}
      {isAsking && (
        <ConfirmDialog
          title={t('drift.believe')}
          text={t('drift.believeText')}
          confirmLabel={t('drift.believe')}
          isDangerous
          isPending={isPending}
          onConfirm={() => {
            start(true)
            setAsking(false)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Banner>
  )
}
