import { Box, Group, Text } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { ExpiryBadge } from '../../ui/value/expiry-badge.tsx'
import type { Dashboard } from './dashboard-request.ts'

/** The next services to run out. */
export function ExpiringSection({ services }: { services: Dashboard['expiringSoon'] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('dashboard.expiring')} flush>
      {services.length === 0 && (
        <EmptyState icon={IconCalendar} title={t('dashboard.noneExpiring')} />
      )}
      {services.map((service) => (
        <Box
          key={service.id}
          component={Link}
          to={`/admin/services/${service.id}`}
          className="line-link"
          display="block"
          px="md"
          py={6}
        >
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" truncate>
              {service.name}
              <Text span inherit c="dimmed">
                {` #${service.number} · ${service.customer}`}
              </Text>
            </Text>
            <ExpiryBadge expiresAt={service.expiresAt} />
          </Group>
        </Box>
      ))}
    </Section>
  )
}
