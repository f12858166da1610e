import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { DiscountText } from '../options/service-options.tsx'
import { OptionValue } from './option-value.tsx'
import type { MyService } from './service-queries.ts'

/** What was agreed: product, price, dates. */
export function DetailsSection({ service }: { service: MyService }) {
  const { t } = useTranslation()
  const facts = [
    { label: t('myServices.product'), value: service.product?.name ?? t('myServices.custom') },
    {
      label: t('myServices.price'),
      value: (
        <>
          <PriceText price={service.recurringTotal ?? service.price} cycle={service.cycle} />
          {service.discount && <DiscountText discount={service.discount} />}
        </>
      ),
    },
    ...(service.plannedPrice
      ? [
          {
            label: t('myServices.newPrice'),
            value: (
              <>
                <PriceText price={service.plannedPrice.total} cycle={service.cycle} />{' '}
                {t('myServices.from')} <TimeText at={service.plannedPrice.from} as="day" />
              </>
            ),
          },
        ]
      : []),
    ...service.options.map((option) => ({
      label: option.label,
      value: <OptionValue option={option} cycle={service.cycle} />,
    })),
    {
      label: t('myServices.expiry'),
      value: service.expiresAt ? (
        <TimeText at={service.expiresAt} as="instant" />
      ) : service.status === 'pending' ? (
        t('myServices.expiryWhenReady')
      ) : (
        t('ui.expiry.forLife')
      ),
    },
    { label: t('myServices.created'), value: <TimeText at={service.createdAt} as="instant" /> },
    { label: t('myServices.number'), value: `#${service.number}`, copy: String(service.number) },
    ...(service.orderId
      ? [
          {
            label: t('myServices.order'),
            value: (
              <Anchor component={Link} to={`/client/orders/${service.orderId}`}>
                {t('myServices.showOrder')}
              </Anchor>
            ),
          },
        ]
      : []),
  ]
  if (service.description) {
    facts.unshift({ label: t('myServices.description'), value: service.description })
  }
  return (
    <Section title={t('myServices.details')}>
      <FactsList facts={facts} />
    </Section>
  )
}
