import {
  IconCalendarPlus,
  IconCalendarRepeat,
  IconCircleX,
  IconCreditCard,
  IconCreditCardOff,
  IconPencil,
  IconRotate,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import i18next from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { formatMoney } from '../../i18n/format.ts'
import type { ActionContext, ActionLook, ActionOffer } from '../../ui/action/action-types.ts'
import { verbOf } from '../../ui/action/action-types.ts'
import { shopProductQuery } from '../shop/shop-queries.ts'
import { offerForm, type PricedCycle } from './offer-form.ts'
import { type MyService, renewalsQuery, serviceActionsQuery } from './service-queries.ts'
import { wishOf } from './what-if-wish.ts'
import { WhatIfWords } from './what-if-words.tsx'

const LOOKS: Record<string, ActionLook> = {
  renew: { icon: IconCalendarPlus },
  rename: { icon: IconPencil },
  change_cycle: { icon: IconCalendarRepeat },
  set_auto_pay: { icon: IconCreditCard },
  stop_auto_pay: { icon: IconCreditCardOff },
  undo_cancellation: { icon: IconRotate },
  cancel: { icon: IconCircleX, isDangerous: true },
}

/** What makes a document: its page is where one pays it. */
const BUYS = new Set(['renew', 'change_cycle'])

/** The service's actions with what their dialogs need. */
export function useServiceActions(service: MyService): {
  actions: ActionOffer[]
  context: ActionContext
} {
  const navigate = useNavigate()
  const { data } = useQuery(serviceActionsQuery(service.id))
  const cycles = usePricedCycles(service)
  const renewals = useQuery(renewalsQuery(service.id))
  const isRenewing = renewals.data?.items.some(({ state }) => state === 'open') ?? false
  const actions = useMemo(
    () => (data?.items ?? []).map((offer) => offerForm(offer as ActionOffer, cycles, isRenewing)),
    [data, cycles, isRenewing],
  )
  const hasTerm = service.expiresAt !== null
  const context: ActionContext = {
    subject: {
      type: 'service',
      name: service.name,
      href: `/api/v1/client/services/${service.id}`,
    },
    texts: 'myServices.actions',
    looks: LOOKS,
    initial: {
      rename: { name: service.name },
      renew: { cycle: service.cycle },
      cancel: { when: hasTerm ? 'end_of_period' : 'now' },
    },
    loadChoices: (name) => (name === 'payment_methods' ? loadMethods() : loadReasons()),
    explain: (verb, body) => {
      const wish = wishOf(verb, body)
      return wish && <WhatIfWords serviceId={service.id} wish={wish} />
    },
    alsoRefresh: [['document']],
    onDone: (verb, answer) => {
      const documentId = BUYS.has(verb) ? documentOf(answer) : null
      if (documentId) void navigate({ to: `/client/invoices/${documentId}` })
    },
  }
  return { actions, context }
}

/** The offer of a verb, if the server names it. */
export const offerOf = (actions: ActionOffer[], verb: string) =>
  actions.find((offer) => verbOf(offer.id) === verb)

/** What stands in the section of automatic payment, not in the menu. */
export const isAutoPay = ({ id }: ActionOffer) => AUTO_PAY.has(verbOf(id))
const AUTO_PAY = new Set(['set_auto_pay', 'stop_auto_pay'])

/** The cycles that its product is sold in, and the service's own with its own price. */
function usePricedCycles(service: MyService): PricedCycle[] {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const product = useQuery({
    ...shopProductQuery(service.product?.id ?? ''),
    enabled: service.product !== null,
  })
  return useMemo(() => {
    const own = { cycle: service.cycle as string, price: service.recurringTotal ?? service.price }
    const others = (product.data?.prices ?? [])
      .filter(({ cycle, price }) => cycle !== own.cycle && price.currency === own.price.currency)
      .filter(({ cycle }) => cycle !== 'onetime' && cycle !== 'free')
    return [own, ...others].map(({ cycle, price }) => ({
      cycle,
      label: `${t(`ui.cycle.${cycle}`)} · ${formatMoney(price, language)}`,
    }))
  }, [product.data, service.cycle, service.recurringTotal, service.price, t, language])
}

async function loadMethods() {
  const { items } = await read(api.GET('/api/v1/client/payment-methods'))
  return items.map(({ id, label }) => ({ value: id, label }))
}

async function loadReasons() {
  const { items } = await read(api.GET('/api/v1/client/cancellation-reasons'))
  return items.map(({ id, name, mode }) => ({
    value: id,
    label: mode === 'both' ? name : `${name} (${i18next.t(`myServices.onlyFor.${mode}`)})`,
  }))
}

function documentOf(answer: unknown): string | null {
  const id = (answer as { documentId?: unknown } | undefined)?.documentId
  return typeof id === 'string' ? id : null
}
