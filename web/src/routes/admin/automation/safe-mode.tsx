import { SafeModePage } from '../../../features/installation/safe-mode-page.tsx'

/** Open to all staff: everybody may see why nothing runs. */
export default function AutomationSafeModePage() {
  return <SafeModePage />
}
