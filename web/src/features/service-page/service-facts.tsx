import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Fact, FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { listRenewals, type ServicePage } from '../services/service-requests.ts'
import { type PeriodPrice, periodPrices } from './service-prices.ts'

/** The facts of a service at a glance. */
export function ServiceFacts({ service }: { service: ServicePage }) {
  const { t } = useTranslation()
  const base = `/admin/services/${service.id}`
  return (
    <Section
      title={t('services.facts')}
      aside={<TextLink to={`${base}/edit`}>{t('servicePage.nav.edit')}</TextLink>}
    >
      {service.description && (
        <Text size="sm" mb="xs" style={{ whiteSpace: 'pre-wrap' }}>
          {service.description}
        </Text>
      )}
      <FactsList facts={[...useIdentity(service), ...useTerm(service), ...useDates(service)]} />
      {service.notes && (
        <>
          <Text size="xs" c="dimmed" fw={600} mt="sm">
            {t('servicePage.notes')}
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
            {service.notes}
          </Text>
        </>
      )}
    </Section>
  )
}

function useIdentity(service: ServicePage): Fact[] {
  const { t } = useTranslation()
  const { customer, product, server, resource } = service
  return [
    {
      label: t('services.customer'),
      value: <TextLink to={`/admin/customers/${customer.id}`}>{customer.name}</TextLink>,
    },
    {
      label: t('services.product'),
      value: product ? (
        <TextLink to={`/admin/products/${product.id}`}>{product.name}</TextLink>
      ) : (
        t('services.custom')
      ),
    },
    { label: t('servicePage.type'), value: service.type },
    {
      label: t('services.server'),
      value: server ? <TextLink to={`/admin/servers/${server.id}`}>{server.name}</TextLink> : '–',
    },
    ...(resource
      ? [
          {
            label: t('services.resource'),
            value: resource.remoteId,
            copy: resource.remoteId,
          },
        ]
      : []),
  ]
}

function useTerm(service: ServicePage): Fact[] {
  const { t } = useTranslation()
  const renewals = useQuery({
    queryKey: ['service', service.id, 'renewals'],
    queryFn: () => listRenewals(service.id),
  })
  const { present, next } = periodPrices(service, renewals.data?.items ?? [])
  const { maxRenewals: limit, renewalCount: count, plannedPrice: planned } = service
  return [
    { label: t('servicePage.presentPrice'), value: <Period period={present} /> },
    { label: t('servicePage.nextPrice'), value: next ? <Period period={next} /> : '–' },
    ...(planned
      ? [
          {
            label: t('servicePage.plannedPrice'),
            value: (
              <>
                <PriceText price={planned.total} cycle={service.cycle} /> {t('servicePage.from')}{' '}
                <TimeText at={planned.from} as="day" />
              </>
            ),
          },
        ]
      : []),
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
      value: limit === null ? String(count) : t('services.renewalsOf', { count, limit }),
    },
    { label: t('services.autoPay'), value: t(service.autoPay ? 'services.on' : 'services.off') },
  ]
}

function Period({ period }: { period: PeriodPrice }) {
  const { t } = useTranslation()
  const { price, cycle, periods, startsAt, endsAt, document } = period
  return (
    <>
      {periods > 1 ? (
        <>
          <MoneyText value={price} />{' '}
          <Text span inherit c="dimmed">
            {t('servicePage.periods', { count: periods })}
          </Text>
        </>
      ) : (
        <PriceText price={price} cycle={cycle} />
      )}
      {(startsAt || endsAt || document) && (
        <Text size="xs" c="dimmed" component="div">
          {startsAt && !endsAt && `${t('servicePage.from')} `}
          {startsAt && <TimeText at={startsAt} as="day" />}
          {startsAt && endsAt && ' – '}
          {endsAt && <TimeText at={endsAt} as="day" />}
          {document && (
            <>
              {' · '}
              <TextLink to={`/admin/invoices/${document.id}`} isInText>
                {document.name}
              </TextLink>
            </>
          )}
        </Text>
      )}
    </>
  )
}

function useDates(service: ServicePage): Fact[] {
  const { t } = useTranslation()
  const instant = (label: string, at: string | null): Fact[] =>
    at ? [{ label, value: <TimeText at={at} as="instant" /> }] : []
  return [
    ...instant(t('services.created'), service.createdAt),
    ...instant(t('services.delivered'), service.deliveredAt),
    ...instant(t('services.ended'), service.endedAt),
    ...instant(t('servicePage.removed'), service.removedAt),
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
}
