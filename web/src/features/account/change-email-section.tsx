import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { changeEmail } from './account-requests.ts'

/** Logs in with another address, once the link mailed to it was followed. */
export function ChangeEmailSection() {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { email: '', password: '' } })
  const change = useMutation({
    mutationFn: () => changeEmail(form.values),
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <Section title={t('account.changeEmail.title')} text={t('account.changeEmail.text')}>
      {change.isSuccess ? (
        <Alert color="teal">{t('account.changeEmail.sent', { email: form.values.email })}</Alert>
      ) : (
        <form onSubmit={form.onSubmit(() => change.mutate())}>
          <Stack gap="sm" maw={420}>
            <TextInput
              type="email"
              label={t('account.changeEmail.email')}
              autoComplete="email"
              required
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label={t('account.currentPassword')}
              autoComplete="current-password"
              required
              {...form.getInputProps('password')}
            />
            {change.isError && <ProblemAlert error={change.error} />}
            <Button type="submit" w="fit-content" loading={change.isPending}>
              {t('account.changeEmail.submit')}
            </Button>
          </Stack>
        </form>
      )}
    </Section>
  )
}
