import { SectionPage } from '../../../features/settings/section-page.tsx'

/** The settings begin with the company. */
export default function SettingsPage() {
  return <SectionPage section="business" />
}
