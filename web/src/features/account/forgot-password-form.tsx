import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Realm } from '../../api/session.ts'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { requestPasswordReset } from './account-requests.ts'

/** Asks for the mail with the reset link; answers the same for every address. */
export function ForgotPasswordForm({ realm }: { realm: Realm }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const request = useMutation({ mutationFn: () => requestPasswordReset(email, realm) })
  if (request.isSuccess) return <Alert color="teal">{t('account.forgot.sent', { email })}</Alert>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        request.mutate()
      }}
    >
      <Stack gap="sm">
        <TextInput
          type="email"
          label={t('account.email')}
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {request.isError && <ProblemAlert error={request.error} />}
        <Button type="submit" size="sm" loading={request.isPending}>
          {t('account.forgot.submit')}
        </Button>
      </Stack>
    </form>
  )
}
