import { AutomationFrame } from '../../../features/automation/automation-frame.tsx'
import { BrakePage } from '../../../features/brake/brake-page.tsx'

/** What the automation held back, for staff to answer. */
export default function AutomationBrakePage() {
  return (
    <AutomationFrame>
      <BrakePage />
    </AutomationFrame>
  )
}
