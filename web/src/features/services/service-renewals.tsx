import { Badge, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { Section } from '../../ui/page/section.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { PlainTable } from '../../ui/table/plain-table.tsx'
import type { TableColumn } from '../../ui/table/table-types.ts'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { listRenewals, type ServiceRenewal } from './service-requests.ts'

const COLORS = { open: 'blue', applied: 'teal', withdrawn: 'gray', reversed: 'grape' } as const

interface ServiceRenewalsProps {
  serviceId: string
  offers: ActionOffer[]
  context: ActionContext
}

/** Every period bought or asked for, with its invoice. */
export function ServiceRenewals({ serviceId, offers, context }: ServiceRenewalsProps) {
  const { t } = useTranslation()
  const renewals = useQuery({
    queryKey: ['service', serviceId, 'renewals'],
    queryFn: () => listRenewals(serviceId),
  })
  const asked = ['service.withdraw_renewal', 'service.renew']
  return (
    <Section
      title={t('services.renewals')}
      flush
      aside={
        <Group gap={6}>
          {asked.flatMap((id) =>
            offers
              .filter((offer) => offer.id === id)
              .map((offer) => <ActionButton key={id} offer={offer} {...context} />),
          )}
        </Group>
      }
    >
      <PlainTable
        label={t('services.renewals')}
        query={renewals}
        columns={renewalColumns(t)}
        empty={{ title: t('services.noRenewals') }}
      />
    </Section>
  )
}

function renewalColumns(t: TFunction): TableColumn<ServiceRenewal>[] {
  return [
    {
      id: 'period',
      title: t('services.period'),
      render: (row) => (
        <>
          <TimeText at={row.periodStartAt} as="day" /> – <TimeText at={row.periodEndAt} as="day" />
        </>
      ),
    },
    { id: 'cycle', title: t('services.cycle'), render: (row) => t(`ui.cycle.${row.cycle}`) },
    {
      id: 'state',
      title: t('services.status'),
      render: (row) => (
        <Badge variant="light" radius="sm" tt="none" color={COLORS[row.state]}>
          {t(`services.renewalState.${row.state}`)}
        </Badge>
      ),
    },
    {
      id: 'document',
      title: t('services.document'),
      render: (row) =>
        row.document ? (
          <TextLink to={`/admin/invoices/${row.document.id}`}>{row.document.name}</TextLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'price',
      title: t('services.price'),
      render: (row) => <MoneyText value={row.price} />,
      align: 'end',
    },
    { id: 'by', title: t('services.requestedBy'), render: (row) => row.requestedBy },
    {
      id: 'paid',
      title: t('services.appliedAt'),
      render: (row) => <TimeText at={row.appliedAt} />,
    },
  ]
}
