import { useParams } from '@tanstack/react-router'
import { SectionPage } from '../../../features/settings/section-page.tsx'

/** One section of the settings. */
export default function SettingsSectionPage() {
  const { section = '' } = useParams({ strict: false })
  return <SectionPage key={section} section={section} />
}
