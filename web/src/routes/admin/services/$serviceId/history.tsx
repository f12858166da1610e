import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'
import { ServiceHistory } from '../../../../features/service-page/service-history.tsx'

/** Who did what with a service, and what its server said. */
export default function ServiceHistoryPage() {
  return <ServiceFrame>{(parts) => <ServiceHistory {...parts} />}</ServiceFrame>
}
