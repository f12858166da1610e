import { Alert, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../../api/session.ts'
import { AlertsSection } from '../../features/account/alerts-section.tsx'
import { DetailsSection, PasswordSection } from '../../features/account/profile-sections.tsx'
import { SessionsSection } from '../../features/account/sessions-section.tsx'
import { TotpSection } from '../../features/account/totp-section.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'

/** A staff member's own account. */
export default function StaffProfilePage() {
  const { t } = useTranslation()
  const staff = useStaff()
  if (!staff) return null
  return (
    <Stack gap="md" maw={760}>
      {staff.totpSetupRequired && <Alert color="yellow">{t('account.totp.required')}</Alert>}
      <PageHeader title={t('account.profile.title')} subtitle={staff.role} />
      <DetailsSection name={staff.name} email={staff.email} language={staff.language} />
      <PasswordSection />
      <TotpSection isEnabled={staff.totpEnabled} />
      {!staff.totpSetupRequired && <AlertsSection />}
      <SessionsSection />
    </Stack>
  )
}
