import { useParams } from '@tanstack/react-router'
import { AutomationFrame } from '../../../../features/automation/automation-frame.tsx'
import { RunPage } from '../../../../features/automation/run-page.tsx'

/** The report of one run. */
export default function AutomationRunPage() {
  const { runId = '' } = useParams({ strict: false }) as { runId?: string }
  return (
    <AutomationFrame>
      <RunPage key={runId} id={runId} />
    </AutomationFrame>
  )
}
