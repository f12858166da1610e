import { useParams } from '@tanstack/react-router'
import { ServiceFrame } from '../../../../../features/service-page/service-frame.tsx'
import { ServicePanel } from '../../../../../features/service-page/service-panel.tsx'

/** One sub-page that the delivery module brings. */
export default function ServicePanelPage() {
  const { tab } = useParams({ strict: false }) as { tab: string }
  return (
    <ServiceFrame panelTab={tab}>
      {({ service }) => <ServicePanel service={service} tab={tab} />}
    </ServiceFrame>
  )
}
