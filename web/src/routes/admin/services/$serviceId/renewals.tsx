import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'
import { ServiceRenewals } from '../../../../features/service-page/service-renewals.tsx'

/** Every period of a service, and the next one. */
export default function ServiceRenewalsPage() {
  return <ServiceFrame>{(parts) => <ServiceRenewals {...parts} />}</ServiceFrame>
}
