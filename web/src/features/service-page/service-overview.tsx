import { SimpleGrid, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { HistorySection } from '../history/history-section.tsx'
import { ServiceOptions } from '../options/service-options.tsx'
import { ServiceFacts } from './service-facts.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { ServiceNextSteps } from './service-next-steps.tsx'
import { ServicePanel } from './service-panel.tsx'

/** A service at a glance: what its server says, what is stored, what comes next, what came last. */
export function ServiceOverview(parts: ServiceParts) {
  const { t } = useTranslation()
  const { service } = parts
  return (
    <Stack gap="md">
      <ServicePanel service={service} tab={null} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Stack gap="md">
          <ServiceFacts service={service} />
          <ServiceOptions {...parts} />
        </Stack>
        <Stack gap="md">
          <ServiceNextSteps {...parts} />
          <HistorySection
            subject="service"
            subjectId={service.id}
            title={t('services.lastEvents')}
            limit={5}
            isShort
            aside={
              <TextLink to={`/admin/services/${service.id}/history`}>
                {t('servicePage.allEvents')}
              </TextLink>
            }
          />
        </Stack>
      </SimpleGrid>
    </Stack>
  )
}
