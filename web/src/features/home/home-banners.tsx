import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCalendarOff, IconFileInvoice } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { unpaidDocumentsQuery } from '../my-documents/document-queries.ts'
import { PayButton } from '../my-documents/pay-button.tsx'
import { activeServicesQuery, suspendedServicesQuery } from './running-services.ts'

/** What waits for the customer: money, suspended services, services about to end. */
export function HomeBanners() {
  return (
    <>
      <Suspended />
      <Unpaid />
      <Ending />
    </>
  )
}

function Unpaid() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery(unpaidDocumentsQuery)
  const first = data?.items[0]
  if (!data || !first) return null
  const isOverdue = first.status === 'overdue'
  return (
    <Banner
      color={isOverdue ? 'red' : 'blue'}
      icon={IconFileInvoice}
      title={
        isOverdue && data.count === 1
          ? t('home.overdueBanner')
          : t('home.unpaidBanner', { count: data.count })
      }
      aside={<PayButton documentId={first.id} />}
    >
      {t('home.dueOn', {
        name: first.name,
        amount: format.money(first.amountDue),
        date: format.day(first.dueAt),
      })}
    </Banner>
  )
}

function Suspended() {
  const { t } = useTranslation()
  const { data } = useQuery(suspendedServicesQuery)
  const first = data?.items[0]
  if (!data || !first) return null
  const to =
    data.items.length === 1 ? `/client/services/${first.id}` : '/client/services?tab=suspended'
  return (
    <Banner
      color="orange"
      icon={IconAlertTriangle}
      title={t('home.suspendedBanner', { count: data.total.count })}
      aside={
        <Button component={Link} to={to} variant="default">
          {t('home.show')}
        </Button>
      }
    >
      {data.items.map((service) => service.name).join(', ')}
    </Banner>
  )
}

function Ending() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery(activeServicesQuery)
  const ending = (data?.items ?? []).filter((service) => service.cancellationScheduled)
  return ending.map((service) => (
    <Banner
      key={service.id}
      color="yellow"
      icon={IconCalendarOff}
      title={t('home.endingBanner', {
        name: service.name,
        date: service.expiresAt ? format.day(service.expiresAt) : '–',
      })}
      aside={
        <Button component={Link} to={`/client/services/${service.id}`} variant="default">
          {t('home.show')}
        </Button>
      }
    />
  ))
}
