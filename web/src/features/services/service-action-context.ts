import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { useFormat } from '../../i18n/format.ts'
import { type ActionContext, type ActionOffer, verbOf } from '../../ui/action/action-types.ts'
import type { FieldSchema } from '../../ui/form/schema-model.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import type { DocumentRow } from '../documents/document-requests.ts'
import { SERVICE_LOOKS } from './service-looks.ts'
import { type ServiceRow, serviceHref } from './service-requests.ts'

const MONEY: FieldSchema = {
  type: 'object',
  properties: { amount: { type: 'string' }, currency: { type: 'string' } },
}

/** What every place that offers a service's actions needs: words, looks, choices. */
export function useServiceActions(service: ServiceRow): ActionContext {
  const { t } = useTranslation()
  const format = useFormat()
  return {
    subject: { type: 'service', name: service.name, href: serviceHref(service.id) },
    texts: 'services.actions',
    looks: SERVICE_LOOKS,
    currency: service.price.currency,
    initial: {
      rename: { name: service.name },
      cancel: { when: service.expiresAt ? 'end_of_period' : 'now' },
    },
    // Held without an end is said as such: the API wants the choice to be made.
    toBody: (verb, values) => withMinorUnits(verb === 'hold' ? { until: null, ...values } : values),
    loadChoices: async (name) => {
      if (name === 'cancellationReasons') return loadReasons()
      return loadOpenDocuments(service, (document) => {
        const reference = document.name
        const words = [t('services.onDocument', { reference }), format.money(document.amountDue)]
        return [...words, format.day(document.createdAt)].join(' · ')
      })
    },
    lookups: { customers: customerLookup },
    alsoRefresh: [['document'], ['operation']],
  }
}

/** Those without a look of their own come last. */
const ORDER = Object.keys(SERVICE_LOOKS)
const placeOf = (offer: ActionOffer) => {
  const place = ORDER.indexOf(verbOf(offer.id))
  return place === -1 ? ORDER.length : place
}

/**
 * The offers in the order of the menu, with what only the screen knows: which open documents there
 * are to choose from, and that a price is money.
 */
export function serviceOffers(offers: ActionOffer[], service: ServiceRow): ActionOffer[] {
  return offers.map((offer) => withChoices(offer, service)).sort((a, b) => placeOf(a) - placeOf(b))
}

function withChoices(offer: ActionOffer, service: ServiceRow): ActionOffer {
  const words = {
    ownCycle: i18next.t(`ui.cycle.${service.cycle}`),
    newDocument: i18next.t('services.newDocument'),
  }
  const { form } = offer
  if (!form?.properties) return offer
  const isRenewal = verbOf(offer.id) === 'renew'
  const { cycle, documentId, price, ...rest } = form.properties
  const properties = {
    ...(cycle && { cycle: isRenewal ? { ...cycle, placeholder: words.ownCycle } : cycle }),
    ...(documentId && {
      documentId: {
        ...documentId,
        placeholder: words.newDocument,
        choices: `openDocuments:${service.customer.id}:${service.price.currency}`,
      },
    }),
    ...(price && { price: { ...MONEY, label: price.label } }),
    ...rest,
  }
  return { ...offer, form: { ...form, properties } }
}

/** The API takes a price as minor units of the service's own currency. */
function withMinorUnits(values: Record<string, unknown>): Record<string, unknown> {
  const { price, ...rest } = values
  const money = price as { amount: string } | undefined
  return money ? { ...rest, price: money.amount } : rest
}

/** The reasons for a cancellation, for its form. */
export async function loadReasons() {
  const { items } = await read(api.GET('/api/v1/admin/cancellation-reasons'))
  return items.map((reason) => ({ value: reason.id, label: reason.name }))
}

/** What a renewal may be put on: open, of the same customer and currency. */
async function loadOpenDocuments(service: ServiceRow, label: (document: DocumentRow) => string) {
  const query = { customerId: service.customer.id, state: 'open' as const, limit: 50 }
  const { items } = await read(api.GET('/api/v1/admin/documents', { params: { query } }))
  const { currency } = service.price
  return items
    .filter(({ kind, amountDue }) => kind === 'invoice' && amountDue.currency === currency)
    .map((document) => ({ value: document.id, label: label(document) }))
}
