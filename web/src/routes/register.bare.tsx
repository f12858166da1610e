import { useTranslation } from 'react-i18next'
import { AccountCard } from '../features/account/account-card.tsx'
import { register } from '../features/account/account-requests.ts'
import { type NewPerson, PersonForm } from '../features/account/person-form.tsx'
import { useEnter } from '../features/account/use-enter.ts'

/** A new customer opens an account. */
export default function RegisterPage() {
  const { t, i18n } = useTranslation()
  const enter = useEnter()
  const submit = async (person: NewPerson) =>
    enter(await register({ ...person, language: i18n.language }))
  return (
    <AccountCard
      title={t('account.register.title')}
      text={t('account.register.text')}
      links={[{ label: t('account.register.login'), to: '/login' }]}
    >
      <PersonForm submitLabel={t('account.register.submit')} onSubmit={submit} />
    </AccountCard>
  )
}
