import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'
import { ServiceMetadata } from '../../../../features/service-page/service-metadata.tsx'

/** Keys and values of a service, and what was asked when it was ordered. */
export default function ServiceMetadataPage() {
  return <ServiceFrame>{(parts) => <ServiceMetadata {...parts} />}</ServiceFrame>
}
