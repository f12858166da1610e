import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { PageNav } from '../../ui/page/page-nav.tsx'
import { RequirePermission } from '../shell/require-permission.tsx'
import { useAutomationHealth } from './automation-requests.ts'
import { SweepAge } from './sweep-age.tsx'

/** The sub-pages of the automation, in the order of their links. */
const PAGES = [
  { id: 'forecast', to: '/admin/automation' },
  { id: 'brake', to: '/admin/automation/brake' },
  { id: 'runs', to: '/admin/automation/runs' },
  { id: 'proof', to: '/admin/automation/proof' },
] as const

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
  const counts: Record<string, number | undefined> = { brake: health.data?.blocked.approval }
  return (
    <>
      <PageHeader
        title={t('automation.title')}
        subtitle={health.data ? <SweepAge lastSweepAt={health.data.lastSweepAt} /> : ' '}
        secondary={secondary}
      />
      <PageNav
        label={t('automation.title')}
        entries={PAGES.map(({ id, to }) => ({
          label: t(`automation.page.${id}`),
          to,
          count: counts[id],
        }))}
      />
      {children}
    </>
  )
}
