import { useTranslation } from 'react-i18next'
import { LinkedTabs } from '../../ui/page/linked-tabs.tsx'

/** The pages about who may do what. */
export function StaffTabs() {
  const { t } = useTranslation()
  return (
    <LinkedTabs
      label={t('staff.title')}
      tabs={[
        { label: t('staff.members.title'), to: '/admin/staff' },
        { label: t('staff.alerts.title'), to: '/admin/staff/alerts' },
        { label: t('staff.roles.title'), to: '/admin/staff/roles' },
        { label: t('staff.keys.title'), to: '/admin/staff/api-keys' },
      ]}
    />
  )
}
