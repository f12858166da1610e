import { ServiceCancellation } from '../../../../features/service-page/service-cancellation.tsx'
import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'

/** Cancelling a service, and taking that back. */
export default function ServiceCancellationPage() {
  return <ServiceFrame>{(parts) => <ServiceCancellation {...parts} />}</ServiceFrame>
}
