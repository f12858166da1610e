import { useTranslation } from 'react-i18next'
import { AccountCard } from '../features/account/account-card.tsx'
import { LoginForm } from '../features/account/login-form.tsx'

/** Customers log in. */
export default function LoginPage() {
  const { t } = useTranslation()
  return (
    <AccountCard
      title={t('account.login.title')}
      links={[
        { label: t('account.login.register'), to: '/register' },
        { label: t('account.login.forgot'), to: '/forgot-password' },
      ]}
    >
      <LoginForm realm="customer" />
    </AccountCard>
  )
}
