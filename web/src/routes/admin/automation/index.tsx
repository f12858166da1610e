import { AutomationFrame } from '../../../features/automation/automation-frame.tsx'
import { ForecastPage } from '../../../features/forecast/forecast-page.tsx'

/** What the automation will do. */
export default function AutomationForecastPage() {
  return (
    <AutomationFrame>
      <ForecastPage />
    </AutomationFrame>
  )
}
