import { ActionIcon, Badge, Box, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, notifyProblem } from '../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import {
  type AccountSession,
  endSession,
  listSessions,
  logoutEverywhere,
} from './account-requests.ts'
import { browserName } from './browser-name.ts'

const KEY = ['account-sessions']

/** Where the account is logged in; ends one session or all the others. */
export function SessionsSection() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const sessions = useQuery({ queryKey: KEY, queryFn: listSessions })
  const leave = useMutation({
    mutationFn: logoutEverywhere,
    onSuccess: async () => {
      setAsking(false)
      notifyDone(t('account.sessions.done'))
      await queries.invalidateQueries({ queryKey: KEY })
    },
  })
  return (
    <Section
      title={t('account.sessions.title')}
      text={t('account.sessions.text')}
      aside={
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('account.sessions.logoutEverywhere')}
        </Button>
      }
    >
      {sessions.isPending && <LoadingState />}
      {sessions.isError && (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      <Box component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {sessions.data?.items.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </Box>
      {isAsking && (
        <ConfirmDialog
          title={t('account.sessions.logoutEverywhere')}
          text={t('account.sessions.confirm')}
          confirmLabel={t('account.sessions.logoutEverywhere')}
          isPending={leave.isPending}
          error={leave.error}
          onConfirm={() => leave.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}

function SessionLine({ session }: { session: AccountSession }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => endSession(session.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Group
      component="li"
      justify="space-between"
      py={6}
      style={{ borderTop: '1px solid var(--berth-line)' }}
    >
      <Box>
        <Group gap={6}>
          <Text size="sm">{browserName(session.userAgent) ?? t('account.sessions.unknown')}</Text>
          {session.current && (
            <Badge size="sm" variant="light" tt="none">
              {t('account.sessions.current')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {session.ip} · {t('account.sessions.seen')} <TimeText at={session.lastSeenAt} />
        </Text>
      </Box>
      {!session.current && (
        <Tooltip label={t('account.sessions.end')}>
          <ActionIcon
            aria-label={t('account.sessions.end')}
            loading={end.isPending}
            onClick={() => end.mutate()}
          >
            <IconLogout size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  )
}
