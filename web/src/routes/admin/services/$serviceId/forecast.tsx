import { ServiceForecast } from '../../../../features/forecast/service-forecast.tsx'
import { ServiceFrame } from '../../../../features/service-page/service-frame.tsx'

/** What the automation will do with a service, whoever pays. */
export default function ServiceForecastPage() {
  return <ServiceFrame>{({ service }) => <ServiceForecast serviceId={service.id} />}</ServiceFrame>
}
