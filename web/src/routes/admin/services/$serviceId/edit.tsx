import { ServiceEdit } from '../../../../features/service-page/service-edit.tsx'
import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'

/** Everything of a service that staff may write, in one form. */
export default function ServiceEditPage() {
  return <ServiceFrame>{(parts) => <ServiceEdit {...parts} />}</ServiceFrame>
}
