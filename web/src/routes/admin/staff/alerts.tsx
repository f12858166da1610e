import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readAlerts } from '../../../features/account/account-requests.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { AlertTable } from '../../../features/staff/alert-table.tsx'
import { membersQuery } from '../../../features/staff/staff-requests.ts'
import { StaffTabs } from '../../../features/staff/staff-tabs.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** Who is mailed about which failure. */
export default function StaffAlertsPage() {
  return (
    <RequirePermission permission="staff:read">
      <Alerts />
    </RequirePermission>
  )
}

function Alerts() {
  const { t } = useTranslation()
  const members = useQuery(membersQuery)
  const alerts = useQuery({ queryKey: ['staff-alerts'], queryFn: readAlerts })
  const failed = [members, alerts].find(({ isError }) => isError)
  return (
    <>
      <PageHeader title={t('staff.title')} />
      <StaffTabs />
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(members.data && alerts.data) && <LoadingState />}
      {members.data && alerts.data && (
        <Section title={t('staff.alerts.title')} text={t('staff.alerts.text')} flush>
          <AlertTable
            members={members.data.items.filter(({ disabledAt }) => disabledAt === null)}
            alerts={alerts.data.possible}
          />
        </Section>
      )}
    </>
  )
}
