import { useTranslation } from 'react-i18next'
import { PageNav } from '../../ui/page/page-nav.tsx'
import { panelIcon } from '../../ui/panel/panel-icon.tsx'
import { usePanelWords } from '../../ui/panel/panel-words.ts'
import type { ServicePage } from '../services/service-requests.ts'
import { useServicePanel } from './panel-query.ts'

const PAGES = ['forecast', 'edit', 'renewals', 'metadata', 'cancellation', 'history'] as const

/** The sub-pages of a service: our own, then those that its delivery module brings. */
export function ServiceNav({
  service,
  panelTab,
}: {
  service: ServicePage
  panelTab: string | null
}) {
  const { t } = useTranslation()
  const { words } = usePanelWords()
  const panel = useServicePanel(service, panelTab)
  const base = `/admin/services/${service.id}`
  const tabs = panel.data?.panel?.tabs.filter((tab) => !tab.href) ?? []
  return (
    <PageNav
      label={t('servicePage.nav.label', { name: service.name })}
      entries={[
        { label: t('services.overview'), to: base },
        ...PAGES.map((page) => ({ label: t(`servicePage.nav.${page}`), to: `${base}/${page}` })),
        ...tabs.map((tab) => ({
          label: words(tab.title),
          to: `${base}/panel/${tab.id}`,
          icon: panelIcon(tab.icon),
        })),
      ]}
    />
  )
}
