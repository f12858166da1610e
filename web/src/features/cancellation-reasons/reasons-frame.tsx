import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkedTabs } from '../../ui/page/linked-tabs.tsx'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'

/** The two pages about cancellations: the list that staff keep, and what was chosen. */
export function ReasonsFrame({ primary, children }: { primary?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="cancellation_reasons:read">
      <PageHeader
        title={t('cancellationReasons.title')}
        subtitle={t('cancellationReasons.subtitle')}
        primary={primary}
      />
      <LinkedTabs
        label={t('cancellationReasons.title')}
        tabs={[
          { label: t('cancellationReasons.list'), to: '/admin/cancellation-reasons' },
          {
            label: t('cancellationReasons.statistics'),
            to: '/admin/cancellation-reasons/statistics',
          },
        ]}
      />
      {children}
    </RequirePermission>
  )
}
