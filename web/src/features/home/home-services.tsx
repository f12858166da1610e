import { Button, Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ExpiryBadge } from '../../ui/value/expiry-badge.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { type ServiceRow, ServiceState } from '../my-services/service-columns.tsx'

/** The services with the way to each; on a phone without the columns of lesser weight. */
export function HomeServices({ services }: { services: ServiceRow[] }) {
  const { t } = useTranslation()
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('home.name')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('home.status')}</Table.Th>
          <Table.Th visibleFrom="xs">{t('home.expiry')}</Table.Th>
          <Table.Th visibleFrom="md" ta="end">
            {t('home.price')}
          </Table.Th>
          <Table.Th w={1} aria-label={t('home.manage')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {services.map((service) => (
          <Table.Tr key={service.id}>
            <Table.Td>
              <Text size="sm" fw={600}>
                {service.name}
              </Text>
              <Text size="xs" c="dimmed">
                #{service.number}
                {service.product &&
                  service.product.name !== service.name &&
                  ` · ${service.product.name}`}
              </Text>
              <Group hiddenFrom="xs" mt={4}>
                <ExpiryBadge expiresAt={service.expiresAt} />
              </Group>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <ServiceState service={service} />
            </Table.Td>
            <Table.Td visibleFrom="xs">
              <ExpiryBadge expiresAt={service.expiresAt} />
            </Table.Td>
            <Table.Td visibleFrom="md" ta="end">
              <PriceText price={service.recurringTotal ?? service.price} cycle={service.cycle} />
            </Table.Td>
            <Table.Td>
              <Button
                component={Link}
                to={`/client/services/${service.id}`}
                variant="default"
                size="compact-sm"
                aria-label={t('home.manageNamed', { name: service.name })}
              >
                {t('home.manage')}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
