import { useTranslation } from 'react-i18next'
import { AccountCard } from '../features/account/account-card.tsx'
import { RegisterForm } from '../features/account/register-form.tsx'

/** A new customer opens an account. */
export default function RegisterPage() {
  const { t } = useTranslation()
  return (
    <AccountCard
      title={t('account.register.title')}
      text={t('account.register.text')}
      links={[{ label: t('account.register.login'), to: '/login' }]}
    >
      <RegisterForm />
    </AccountCard>
  )
}
