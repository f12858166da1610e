import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../api/session.ts'
import { BillingSection } from '../../features/account/billing-section.tsx'
import { ChangeEmailSection } from '../../features/account/change-email-section.tsx'
import { DetailsSection, PasswordSection } from '../../features/account/profile-sections.tsx'
import { SessionsSection } from '../../features/account/sessions-section.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'

/** A user's own account. */
export default function ProfilePage() {
  const { t } = useTranslation()
  const session = useUser()
  if (!session) return null
  const { user, customer } = session
  return (
    <Stack gap="md" maw={760}>
      <PageHeader title={t('account.profile.title')} subtitle={customer.name} />
      <DetailsSection name={user.name} email={user.email} language={user.language} />
      <BillingSection />
      <PasswordSection />
      <ChangeEmailSection />
      <SessionsSection />
    </Stack>
  )
}
