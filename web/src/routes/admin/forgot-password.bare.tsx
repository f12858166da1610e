import { useTranslation } from 'react-i18next'
import { AccountCard } from '../../features/account/account-card.tsx'
import { ForgotPasswordForm } from '../../features/account/forgot-password-form.tsx'

/** A staff member asks for a new password. */
export default function StaffForgotPasswordPage() {
  const { t } = useTranslation()
  return (
    <AccountCard
      title={t('account.forgot.title')}
      text={t('account.forgot.text')}
      links={[{ label: t('account.login.submit'), to: '/admin/login' }]}
    >
      <ForgotPasswordForm realm="staff" />
    </AccountCard>
  )
}
