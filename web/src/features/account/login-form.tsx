import { Anchor, Button, PasswordInput, PinInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import type { Realm } from '../../api/session.ts'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { login } from './account-requests.ts'
import { useEnter } from './use-enter.ts'

/** E-mail and password, then the second factor where the account has one. */
export function LoginForm({ realm }: { realm: Realm }) {
  const { t } = useTranslation()
  const enter = useEnter()
  const [needsCode, setNeedsCode] = useState(false)
  const form = useForm({ initialValues: { email: '', password: '' } })
  const attempt = useMutation({
    mutationFn: (totp?: string) => login({ ...form.values, realm, ...(totp ? { totp } : {}) }),
    onSuccess: enter,
    onError: (error) => {
      const problem = toProblem(error)
      if (problem.code === 'totp_required') setNeedsCode(true)
      else form.setErrors(formErrors(problem))
    },
  })
  const isAsking = attempt.isError && toProblem(attempt.error).code === 'totp_required'
  const alert = attempt.isError && !isAsking && <ProblemAlert error={attempt.error} />
  if (needsCode) {
    return (
      <SecondFactor
        isPending={attempt.isPending}
        alert={alert}
        onCode={(code) => attempt.mutate(code)}
        onBack={() => {
          setNeedsCode(false)
          attempt.reset()
        }}
      />
    )
  }
  return (
    <form onSubmit={form.onSubmit(() => attempt.mutate(undefined))}>
      <Stack gap="sm">
        <TextInput
          type="email"
          label={t('account.email')}
          autoComplete="username"
          required
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('account.password')}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        {alert}
        <Button type="submit" size="sm" mt={4} loading={attempt.isPending}>
          {t('account.login.submit')}
        </Button>
      </Stack>
    </form>
  )
}

interface SecondFactorProps {
  isPending: boolean
  alert: ReactNode
  onCode: (code: string) => void
  onBack: () => void
}

function SecondFactor({ isPending, alert, onCode, onBack }: SecondFactorProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [isRecovery, setRecovery] = useState(false)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onCode(code.trim())
      }}
    >
      <Stack gap="sm">
        <Text size="sm">
          {t(isRecovery ? 'account.totp.enterRecovery' : 'account.totp.enterCode')}
        </Text>
        {isRecovery ? (
          <TextInput
            label={t('account.totp.recoveryCode')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
            autoFocus
            required
          />
        ) : (
          <PinInput
            length={6}
            type="number"
            oneTimeCode
            autoFocus
            aria-label={t('account.totp.code')}
            value={code}
            onChange={setCode}
            onComplete={onCode}
          />
        )}
        {alert}
        <Button type="submit" size="sm" loading={isPending} disabled={code.trim().length < 6}>
          {t('account.login.submit')}
        </Button>
        <Anchor
          component="button"
          type="button"
          onClick={() => {
            setRecovery(!isRecovery)
            setCode('')
          }}
        >
          {t(isRecovery ? 'account.totp.useCode' : 'account.totp.useRecovery')}
        </Anchor>
        <Anchor component="button" type="button" c="dimmed" onClick={onBack}>
          {t('account.back')}
        </Anchor>
      </Stack>
    </form>
  )
}
