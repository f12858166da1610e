import { AutomationFrame } from '../../../features/automation/automation-frame.tsx'
import { ProofPage } from '../../../features/proof/proof-page.tsx'

/** What was forecast for each day beside what was done. */
export default function AutomationProofPage() {
  return (
    <AutomationFrame>
      <ProofPage />
    </AutomationFrame>
  )
}
