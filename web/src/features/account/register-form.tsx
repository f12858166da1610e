import { Button, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { countryOf } from '../../i18n/countries.ts'
import { CountrySelect } from '../../ui/form/country-select.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { type Registration, register } from './account-requests.ts'
import { NewPasswordInput } from './new-password-input.tsx'
import { useEnter } from './use-enter.ts'

/** A consumer or a company opens an account. */
export function RegisterForm() {
  const { t, i18n } = useTranslation()
  const enter = useEnter()
  const form = useForm({
    initialValues: {
      kind: 'consumer',
      name: '',
      contactName: '',
      email: '',
      password: '',
      country: countryOf(navigator.language),
    },
  })
  const isBusiness = form.values.kind === 'business'
  const attempt = useMutation({
    mutationFn: (registration: Registration) => register(registration),
    onSuccess: enter,
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  const submit = form.onSubmit(({ contactName, country, ...values }) =>
    attempt.mutate({
      ...values,
      language: i18n.language,
      ...(isBusiness && contactName ? { contactName } : {}),
      ...(country ? { country } : {}),
    }),
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          aria-label={t('account.customerKind.label')}
          data={[
            { value: 'consumer', label: t('account.customerKind.consumer') },
            { value: 'business', label: t('account.customerKind.business') },
          ]}
          {...form.getInputProps('kind')}
        />
        <TextInput
          label={t(isBusiness ? 'account.company' : 'account.name')}
          autoComplete={isBusiness ? 'organization' : 'name'}
          maxLength={200}
          required
          autoFocus
          {...form.getInputProps('name')}
        />
        {isBusiness && (
          <TextInput
            label={t('account.contactName')}
            autoComplete="name"
            maxLength={200}
            required
            {...form.getInputProps('contactName')}
          />
        )}
        <CountrySelect label={t('account.country')} required {...form.getInputProps('country')} />
        <TextInput
          type="email"
          label={t('account.email')}
          autoComplete="email"
          required
          {...form.getInputProps('email')}
        />
        <NewPasswordInput label={t('account.password')} {...form.getInputProps('password')} />
        {attempt.isError && <ProblemAlert error={attempt.error} />}
        <Button type="submit" size="sm" mt={4} loading={attempt.isPending}>
          {t('account.register.submit')}
        </Button>
      </Stack>
    </form>
  )
}
