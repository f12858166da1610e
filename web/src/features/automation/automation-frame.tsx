import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { PageNav } from '../../ui/page/page-nav.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import { AUTOMATION_PAGES } from './automation-pages.ts'
import { useAutomationHealth } from './automation-requests.ts'
import { SweepAge } from './sweep-age.tsx'

interface AutomationFrameProps {
  /** Beside the title. */
  secondary?: ReactNode
  children: ReactNode
}

/** What all pages of the automation share: whether it runs, and the way around. */
export function AutomationFrame({ secondary, children }: AutomationFrameProps) {
  return (
    <RequirePermission permission="automation:read">
      <Framed secondary={secondary}>{children}</Framed>
    </RequirePermission>
  )
}

function Framed({ secondary, children }: AutomationFrameProps) {
  const { t } = useTranslation()
  const health = useAutomationHealth()
  const counts: Record<string, number | undefined> = { brake: health.data?.brake.held }
  return (
    <>
      <PageHeader
        title={t('automation.title')}
        subtitle={health.data ? <SweepAge lastSweepAt={health.data.lastSweepAt} /> : ' '}
        secondary={secondary}
      />
      <PageNav
        label={t('automation.title')}
        entries={AUTOMATION_PAGES.map(({ id, to }) => ({
          label: t(`automation.page.${id}`),
          to,
          count: counts[id],
        }))}
      />
      {children}
    </>
  )
}
