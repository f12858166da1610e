import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { NewPasswordInput } from './new-password-input.tsx'

export interface NewPerson {
  name: string
  email: string
  password: string
}

interface PersonFormProps {
  submitLabel: string
  onSubmit: (person: NewPerson) => Promise<unknown>
}

/** Name, e-mail and a password: for registering and for the set-up. */
export function PersonForm({ submitLabel, onSubmit }: PersonFormProps) {
  const { t } = useTranslation()
  const form = useForm<NewPerson>({ initialValues: { name: '', email: '', password: '' } })
  const attempt = useMutation({
    mutationFn: onSubmit,
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <form onSubmit={form.onSubmit((values) => attempt.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label={t('account.name')}
          autoComplete="name"
          maxLength={100}
          required
          autoFocus
          {...form.getInputProps('name')}
        />
        <TextInput
          type="email"
          label={t('account.email')}
          autoComplete="email"
          required
          {...form.getInputProps('email')}
        />
        <NewPasswordInput label={t('account.password')} {...form.getInputProps('password')} />
        {attempt.isError && (
          <ProblemAlert error={attempt.error} withFields={linkFailed(attempt.error)} />
        )}
        <Button type="submit" size="sm" mt={4} loading={attempt.isPending}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  )
}

/** The complaint is about the link itself, which no field shows. */
function linkFailed(error: unknown): boolean {
  return toProblem(error).errors?.some((field) => field.pointer === '/token') ?? false
}
