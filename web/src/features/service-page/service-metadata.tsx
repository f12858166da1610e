import { SimpleGrid, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { MetadataForm } from './metadata-form.tsx'
import { OrderDataForm } from './order-data-form.tsx'
import type { ServiceParts } from './service-frame.tsx'

/** Keys and values of a service, what was asked when it was ordered, what its module remembers. */
export function ServiceMetadata(parts: ServiceParts) {
  const { t } = useTranslation()
  const { resource } = parts.service
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <MetadataForm {...parts} />
      <Stack gap="md">
        <OrderDataForm {...parts} />
        {resource && (
          <Section title={t('services.resource')} text={t('services.resourceText')}>
            <FactsList
              facts={Object.entries({ remoteId: resource.remoteId, ...resource.data }).map(
                ([label, value]) => {
                  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
                  return { label, value: text, copy: text }
                },
              )}
            />
          </Section>
        )}
      </Stack>
    </SimpleGrid>
  )
}
