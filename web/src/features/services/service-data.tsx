import { SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import type { ServicePage } from './service-requests.ts'

/** What is stored with a service: metadata, what the order said, what the module remembers. */
export function ServiceData({ service }: { service: ServicePage }) {
  const { t } = useTranslation()
  const { metadata, orderData, resource } = service
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Section title={t('services.metadata')} text={t('services.metadataText')}>
        <Values values={metadata} />
      </Section>
      <Section title={t('services.orderData')} text={t('services.orderDataText')}>
        <Values values={orderData} />
      </Section>
      {resource && (
        <Section title={t('services.resource')} text={t('services.resourceText')}>
          <Values values={{ remoteId: resource.remoteId, ...resource.data }} />
        </Section>
      )}
    </SimpleGrid>
  )
}

function Values({ values }: { values: Record<string, unknown> }) {
  const { t } = useTranslation()
  const entries = Object.entries(values)
  if (entries.length === 0) return <EmptyState title={t('services.noValues')} />
  return (
    <FactsList
      facts={entries.map(([label, value]) => {
        const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
        return { label, value: text, copy: text }
      })}
    />
  )
}
