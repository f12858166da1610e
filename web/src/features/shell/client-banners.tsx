import { Alert, Button, Group, Text } from '@mantine/core'
import { IconEye, IconMailExclamation } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { UserSession } from '../../api/session.ts'
import { notifyDone, notifyProblem } from '../../ui/state/problem-alert.tsx'
import { leaveImpersonation, resendConfirmation } from '../account/account-requests.ts'

/** What a user must know on every page: who looks through their eyes, what is to be confirmed. */
export function ClientBanners({ session }: { session: UserSession }) {
  const { user, impersonatedBy } = session
  return (
    <>
      {impersonatedBy && <ImpersonationBanner staff={impersonatedBy.name} user={user.name} />}
      {!user.emailConfirmed && <ConfirmBanner email={user.email} canResend={!impersonatedBy} />}
    </>
  )
}

function ImpersonationBanner({ staff, user }: { staff: string; user: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const leave = useMutation({
    mutationFn: leaveImpersonation,
    onSuccess: async () => {
      queries.clear()
      await navigate({ to: '/admin' })
    },
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Alert color="grape" radius={0} py={6} icon={<IconEye size={18} />}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('shell.impersonation', { staff, user })}</Text>
        <Button
          size="compact-xs"
          variant="default"
          loading={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {t('shell.leaveImpersonation')}
        </Button>
      </Group>
    </Alert>
  )
}

function ConfirmBanner({ email, canResend }: { email: string; canResend: boolean }) {
  const { t } = useTranslation()
  const resend = useMutation({
    mutationFn: resendConfirmation,
    onSuccess: () => notifyDone(t('shell.confirmationSent', { email })),
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Alert color="yellow" radius={0} py={6} icon={<IconMailExclamation size={18} />}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('shell.confirmEmail', { email })}</Text>
        {canResend && (
          <Button
            size="compact-xs"
            variant="default"
            loading={resend.isPending}
            onClick={() => resend.mutate()}
          >
            {t('shell.resendConfirmation')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
