import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Fact, FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServicePage } from './service-requests.ts'

/** The facts of a service at a glance. */
export function ServiceFacts({ service }: { service: ServicePage }) {
  const { t } = useTranslation()
  const limit = service.maxRenewals
  const facts: Fact[] = [
    {
      label: t('services.customer'),
      value: (
        <TextLink to={`/admin/customers/${service.customer.id}`}>{service.customer.name}</TextLink>
      ),
    },
    {
      label: t('services.product'),
      value: `${service.product?.name ?? t('services.custom')} · ${service.type}`,
    },
    { label: t('services.server'), value: service.server?.name ?? '–' },
    {
      label: t('services.price'),
      value: <PriceText price={service.price} cycle={service.cycle} />,
    },
    { label: t('services.initialPrice'), value: <MoneyText value={service.initialPrice} /> },
    {
      label: t('services.expiry'),
      value: service.expiresAt ? (
        <TimeText at={service.expiresAt} as="instant" />
      ) : service.status === 'pending' ? (
        '–'
      ) : (
        t('ui.expiry.forLife')
      ),
    },
    {
      label: t('services.renewals'),
      value:
        limit === null
          ? String(service.renewalCount)
          : t('services.renewalsOf', { count: service.renewalCount, limit }),
    },
    { label: t('services.autoPay'), value: t(service.autoPay ? 'services.on' : 'services.off') },
    { label: t('services.created'), value: <TimeText at={service.createdAt} as="instant" /> },
    { label: t('services.delivered'), value: <TimeText at={service.deliveredAt} as="instant" /> },
    ...(service.endedAt
      ? [{ label: t('services.ended'), value: <TimeText at={service.endedAt} as="instant" /> }]
      : []),
    ...(service.orderId
      ? [
          {
            label: t('services.orderLabel'),
            value: (
              <TextLink to={`/admin/orders/${service.orderId}`}>{t('services.openOrder')}</TextLink>
            ),
          },
        ]
      : []),
  ]
  return (
    <Section title={t('services.facts')}>
      {service.description && (
        <Text size="sm" mb="xs">
          {service.description}
        </Text>
      )}
      <FactsList facts={facts} />
      {service.notes && (
        <Text size="sm" mt="xs" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}>
          {service.notes}
        </Text>
      )}
    </Section>
  )
}
