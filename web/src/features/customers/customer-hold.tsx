import { IconHandStop, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { ActionButton, ActionMenu } from '../../ui/action/action-menu.tsx'
import { type ActionContext, type ActionOffer, verbOf } from '../../ui/action/action-types.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { type CustomerPage, listCustomerActions } from './customer-requests.ts'

const LOOKS = {
  hold: { icon: IconHandStop, group: 'automation' },
  release: { icon: IconLockOpen, group: 'automation' },
}

/** What can be done with a customer, and why the rest cannot. */
function useCustomerOffers(customer: CustomerPage): {
  offers: ActionOffer[]
  context: ActionContext
} {
  const { id, name } = customer
  const actions = useQuery({
    queryKey: ['customer', id, 'actions'],
    queryFn: () => listCustomerActions(id),
  })
  return {
    offers: actions.data?.items ?? [],
    context: {
      subject: { type: 'customer', name, href: `/api/v1/admin/customers/${id}` },
      texts: 'customers.actions',
      looks: LOOKS,
      // Held without an end is said as such: the API wants the choice to be made.
      toBody: (verb, values) => (verb === 'hold' ? { until: null, ...values } : values),
      alsoRefresh: [['service']],
    },
  }
}

/** The actions that the server names, for the head of the page. */
export function CustomerMenu({ customer }: { customer: CustomerPage }) {
  const { offers, context } = useCustomerOffers(customer)
  if (offers.length === 0) return null
  return <ActionMenu actions={offers} {...context} />
}

/** Said of a customer whose services are neither suspended nor ended. */
export function CustomerHoldBanner({ customer }: { customer: CustomerPage }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { offers, context } = useCustomerOffers(customer)
  const { hold } = customer
  if (!hold) return null
  const release = offers.find(({ id }) => verbOf(id) === 'release')
  return (
    <Banner
      color="yellow"
      icon={IconHandStop}
      title={
        hold.until
          ? t('customers.heldUntil', { day: format.day(hold.until) })
          : t('customers.heldOpen')
      }
      aside={release && <ActionButton offer={release} {...context} />}
    >
      {hold.reason || t('customers.heldText')}
    </Banner>
  )
}
