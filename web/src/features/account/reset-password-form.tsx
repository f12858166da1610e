import { Alert, Anchor, Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { resetPassword } from './account-requests.ts'
import { NewPasswordInput } from './new-password-input.tsx'

/** Chooses a new password with the token of the mail. */
export function ResetPasswordForm({ token, loginPath }: { token: string; loginPath: string }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const reset = useMutation({ mutationFn: () => resetPassword(token, password) })
  if (reset.isSuccess) {
    return (
      <Stack gap="sm">
        <Alert color="teal">{t('account.reset.done')}</Alert>
        <Anchor component={Link} to={loginPath}>
          {t('account.login.submit')}
        </Anchor>
      </Stack>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        reset.mutate()
      }}
    >
      <Stack gap="sm">
        <NewPasswordInput
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={reset.isError ? fieldErrors(toProblem(reset.error))['/password'] : undefined}
          autoFocus
        />
        {reset.isError && <ProblemAlert error={reset.error} withFields />}
        <Button type="submit" size="sm" loading={reset.isPending}>
          {t('account.reset.submit')}
        </Button>
      </Stack>
    </form>
  )
}
