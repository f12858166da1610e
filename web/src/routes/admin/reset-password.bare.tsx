import { useTranslation } from 'react-i18next'
import { AccountCard } from '../../features/account/account-card.tsx'
import { CheckedLink } from '../../features/account/checked-link.tsx'
import { ResetPasswordForm } from '../../features/account/reset-password-form.tsx'
import { useAddressToken } from '../../features/account/token-in-address.ts'

/** The link of the reset mail. */
export default function StaffResetPasswordPage() {
  const { t } = useTranslation()
  const token = useAddressToken()
  return (
    <AccountCard title={t('account.reset.title')}>
      <CheckedLink token={token} loginPath="/admin/login">
        <ResetPasswordForm token={token} loginPath="/admin/login" />
      </CheckedLink>
    </AccountCard>
  )
}
