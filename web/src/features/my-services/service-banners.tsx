import { IconAlertTriangle, IconCalendarOff, IconClock, IconFileInvoice } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { useFormat } from '../../i18n/format.ts'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { PayButton } from '../my-documents/pay-button.tsx'
import { offerOf } from './service-actions.tsx'
import { hasEnded, type MyService, renewalsQuery } from './service-queries.ts'

interface ServiceBannersProps {
  service: MyService
  actions: ActionOffer[]
  context: ActionContext
}

/** What its customer must know first, each with what to do about it. */
export function ServiceBanners({ service, actions, context }: ServiceBannersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const documentId = useOpenDocument(service)
  const pay = documentId && <PayButton documentId={documentId} />
  const renew = offerOf(actions, 'renew')
  const undo = offerOf(actions, 'undo_cancellation')
  const endsOn = service.expiresAt ? format.day(service.expiresAt) : null
  if (hasEnded(service.status)) {
    return (
      <Banner color="gray" icon={IconCalendarOff} title={t('myServices.ended')}>
        {service.endedAt && t('myServices.endedOn', { date: format.day(service.endedAt) })}
      </Banner>
    )
  }
  return (
    <>
      {service.status === 'suspended' && (
        <Banner
          color="orange"
          icon={IconAlertTriangle}
          title={service.statusText ?? t('myServices.suspended')}
          aside={pay}
        >
          {whatToDo(service, Boolean(pay), t)}
        </Banner>
      )}
      {service.status === 'pending' && (
        <Banner
          color="blue"
          icon={IconClock}
          title={service.statusText ?? t('myServices.preparing')}
          aside={pay}
        />
      )}
      {/* Paid by itself, the section of automatic payment says when, and what failed. */}
      {service.status === 'active' && pay && !service.autoPay && (
        <Banner color="blue" icon={IconFileInvoice} title={t('myServices.renewalOpen')} aside={pay}>
          {endsOn && t('myServices.renewalOpenText', { date: endsOn })}
        </Banner>
      )}
      {service.cancellationScheduled && (
        <Banner
          color="yellow"
          icon={IconCalendarOff}
          title={
            endsOn ? t('myServices.cancelledFor', { date: endsOn }) : t('myServices.cancelledSoon')
          }
          aside={undo && <ActionButton offer={undo} {...context} />}
        >
          {t('myServices.cancelledText')} {undo?.allowed && t('myServices.cancelledUndo')}
        </Banner>
      )}
      {service.status === 'active' && !service.cancellationScheduled && endsOn && !pay && (
        <LastPeriod renew={renew} date={endsOn} />
      )}
      {service.status === 'active' && !pay && <RenewLater renew={renew} />}
    </>
  )
}

const STAFF_CAUSES = ['abuse', 'request', 'dispute', 'other']

/** What our team wrote; else whether paying helps, or only a word with us. */
function whatToDo({ suspension }: MyService, hasDocument: boolean, t: TFunction): string {
  const causes = suspension?.causes ?? []
  const told = suspension?.messages ?? []
  const byStaff = causes.some((cause) => STAFF_CAUSES.includes(cause))
  const pays = hasDocument ? [t(byStaff ? 'myServices.payAndAsk' : 'myServices.payToResume')] : []
  const asks = byStaff && told.length === 0 && !hasDocument ? [t('myServices.askUs')] : []
  return [...told, ...pays, ...asks].join(' ')
}

/** The limits that lift by themselves: said before anybody clicks, with the day. */
const LATER = ['month_limit', 'week_limit']

function RenewLater({ renew }: { renew: ActionOffer | undefined }) {
  const { t } = useTranslation()
  if (!renew?.reason || !LATER.includes(renew.reason.code)) return null
  return (
    <Banner color="gray" icon={IconClock} title={t('myServices.renewLater')}>
      {renew.reason.text}
    </Banner>
  )
}

/** The refusals that mean that no further period will follow. */
const NO_MORE = ['max_renewals', 'never_renews']

function LastPeriod({ renew, date }: { renew: ActionOffer | undefined; date: string }) {
  const { t } = useTranslation()
  if (!renew?.reason || !NO_MORE.includes(renew.reason.code)) return null
  return (
    <Banner color="yellow" icon={IconCalendarOff} title={t('myServices.endsOn', { date })}>
      {renew.reason.text}
    </Banner>
  )
}

/** What is to be paid for it: the open renewal, or the order that it waits for. */
function useOpenDocument(service: MyService): string | null {
  const renewals = useQuery(renewalsQuery(service.id))
  const isPending = service.status === 'pending' && service.orderId !== null
  const order = useQuery({
    queryKey: ['order', service.orderId],
    queryFn: () =>
      read(
        api.GET('/api/v1/client/orders/{id}', { params: { path: { id: service.orderId ?? '' } } }),
      ),
    enabled: isPending,
  })
  const renewal = renewals.data?.items.find(({ state }) => state === 'open')
  if (renewal) return renewal.document?.id ?? null
  const document = isPending ? order.data?.document : null
  return document && document.state === 'open' && document.amountDue.amount !== '0'
    ? document.id
    : null
}
