import { Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { Section } from '../../ui/page/section.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { listRenewals } from '../services/service-requests.ts'
import { OverrideLimit } from './override-limit.tsx'
import { renewalColumns } from './renewal-columns.tsx'
import { ServiceAutoPay } from './service-auto-pay.tsx'
import type { ServiceParts } from './service-frame.tsx'

const VERBS = [
  'renew',
  'withdraw_renewal',
  'charge_now',
  'change_cycle',
  'add_days',
  'subtract_days',
]

/** The next period and how to ask for it, then every period that was asked for. */
export function ServiceRenewals(parts: ServiceParts) {
  const { t } = useTranslation()
  const { service, offers, context } = parts
  const renewals = useQuery({
    queryKey: ['service', service.id, 'renewals'],
    queryFn: () => listRenewals(service.id),
  })
  return (
    <Stack gap="md">
      <Section title={t('servicePage.renewals.next')}>
        <Stack gap="sm">
          <Group gap={6}>
            {VERBS.flatMap((verb) =>
              offers
                .filter((offer) => offer.id === `service.${verb}`)
                .map((offer) => (
                  <ActionButton
                    key={offer.id}
                    offer={offer}
                    variant={verb === 'renew' ? 'filled' : 'default'}
                    {...context}
                  />
                )),
            )}
          </Group>
          <OverrideLimit {...parts} />
          <NextPeriod {...parts} />
        </Stack>
      </Section>
      <ServiceAutoPay {...parts} />
      <Section title={t('servicePage.renewals.periods')} flush>
        <PlainTable
          label={t('servicePage.renewals.periods')}
          query={renewals}
          columns={renewalColumns(t)}
          empty={{ title: t('services.noRenewals') }}
        />
      </Section>
    </Stack>
  )
}

function NextPeriod({ service }: ServiceParts) {
  const { t } = useTranslation()
  const { renewalCount: count, maxRenewals, metadata } = service
  const limit = maxRenewals ?? metadata.max_renewals ?? null
  return (
    <FactsList
      labelWidth={200}
      facts={[
        {
          label: t('services.expiry'),
          value: service.expiresAt ? (
            <TimeText at={service.expiresAt} as="instant" />
          ) : (
            t('ui.expiry.forLife')
          ),
        },
        {
          label: t('services.price'),
          value: <PriceText price={service.price} cycle={service.cycle} />,
        },
        {
          label: t('servicePage.renewals.count'),
          value: limit === null ? String(count) : t('services.renewalsOf', { count, limit }),
        },
      ]}
    />
  )
}
