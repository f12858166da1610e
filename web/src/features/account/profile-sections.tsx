import { Button, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { sessionQuery } from '../../api/session.ts'
import { LANGUAGE_NAMES, LANGUAGES, toLanguage } from '../../i18n/languages.ts'
import { showLanguage } from '../../i18n/start-i18n.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { changePassword, updateProfile } from './account-requests.ts'
import { NewPasswordInput } from './new-password-input.tsx'

/** Name and language. */
export function DetailsSection(props: { name: string; email: string; language: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: props.name, language: props.language } })
  const save = useMutation({
    mutationFn: () => updateProfile(form.values),
    onSuccess: async () => {
      const language = toLanguage(form.values.language)
      if (language) await showLanguage(language)
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
      notifyDone(t('account.profile.saved'))
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <Section title={t('account.profile.details')}>
      <form onSubmit={form.onSubmit(() => save.mutate())}>
        <Stack gap="sm" maw={420}>
          <TextInput
            label={t('account.name')}
            maxLength={100}
            required
            {...form.getInputProps('name')}
          />
          <TextInput label={t('account.email')} value={props.email} disabled />
          <Select
            label={t('account.language')}
            description={t('account.profile.languageHelp')}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            allowDeselect={false}
            {...form.getInputProps('language')}
          />
          {save.isError && <ProblemAlert error={save.error} />}
          <Button type="submit" w="fit-content" loading={save.isPending}>
            {t('account.profile.save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}

/** Changes the password; the present one is asked for. */
export function PasswordSection() {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } })
  const change = useMutation({
    mutationFn: () => changePassword(form.values),
    onSuccess: () => {
      form.reset()
      notifyDone(t('account.profile.passwordChanged'))
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <Section title={t('account.password')}>
      <form onSubmit={form.onSubmit(() => change.mutate())}>
        <Stack gap="sm" maw={420}>
          <PasswordInput
            label={t('account.currentPassword')}
            autoComplete="current-password"
            required
            {...form.getInputProps('currentPassword')}
          />
          <NewPasswordInput {...form.getInputProps('newPassword')} />
          {change.isError && <ProblemAlert error={change.error} />}
          <Button type="submit" w="fit-content" loading={change.isPending}>
            {t('account.profile.changePassword')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
