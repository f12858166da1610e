import { AutomationFrame } from '../../../../features/automation/automation-frame.tsx'
import { RunsPage } from '../../../../features/automation/runs-page.tsx'

/** What the automation did, and how it is doing. */
export default function AutomationRunsPage() {
  return (
    <AutomationFrame>
      <RunsPage />
    </AutomationFrame>
  )
}
