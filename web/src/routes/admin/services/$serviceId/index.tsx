import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'
import { ServiceOverview } from '../../../../features/service-page/service-overview.tsx'

/** One service: what it is, what is wrong with it, what comes next and what can be done. */
export default function ServicePage() {
  return <ServiceFrame>{(parts) => <ServiceOverview {...parts} />}</ServiceFrame>
}
