import { useTranslation } from 'react-i18next'
import { AccountCard } from '../../features/account/account-card.tsx'
import { LoginForm } from '../../features/account/login-form.tsx'

/** Staff members log in. */
export default function StaffLoginPage() {
  const { t } = useTranslation()
  return (
    <AccountCard
      title={t('account.login.staffTitle')}
      links={[{ label: t('account.login.forgot'), to: '/admin/forgot-password' }]}
    >
      <LoginForm realm="staff" />
    </AccountCard>
  )
}
