import i18next from 'i18next'
import { type ActionContext, type ActionOffer, verbOf } from '../../ui/action/action-types.ts'
import type { FieldSchema } from '../../ui/form/schema-model.ts'
import { nowMs } from '../../ui/value/clock.ts'
import { CUSTOM, loadServiceChoices, serviceLookup } from './service-choice-lists.ts'
import { SERVICE_LOOKS } from './service-looks.ts'
import { type ServiceRow, serviceHref } from './service-requests.ts'

/** What a hold after a reactivation begins with: three days. */
const HOLD_MS = 3 * 86_400_000

const MONEY: FieldSchema = {
  type: 'object',
  properties: { amount: { type: 'string' }, currency: { type: 'string' } },
}

/** What every place that offers a service's actions needs: words, looks, choices. */
export function useServiceActions(service: ServiceRow): ActionContext {
  return {
    subject: { type: 'service', name: service.name, href: serviceHref(service.id) },
    texts: 'services.actions',
    looks: SERVICE_LOOKS,
    currency: service.price.currency,
    initial: {
      rename: { name: service.name },
      cancel: { when: service.expiresAt ? 'end_of_period' : 'now' },
      // Still overdue, it is held for a while; how long is asked.
      unsuspend: service.overdue ? { holdUntil: new Date(nowMs() + HOLD_MS).toISOString() } : {},
    },
    // Held without an end is said as such: the API wants the choice to be made.
    toBody: (verb, values) =>
      withoutProduct(withMinorUnits(verb === 'hold' ? { until: null, ...values } : values)),
    loadChoices: (name) => loadServiceChoices(service, name),
    lookups: (name, values) => serviceLookup(service, name, values),
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
    defaultMethod: i18next.t('services.defaultMethod'),
    ownCycle: i18next.t(`ui.cycle.${service.cycle}`),
    newDocument: i18next.t('services.newDocument'),
  }
  const { form } = offer
  if (!form?.properties) return offer
  const { cycle, documentId, methodId, price, productId } = form.properties
  const isRenewal = verbOf(offer.id) === 'renew'
  // A field that is written again keeps its place.
  const properties = {
    ...form.properties,
    ...(cycle && isRenewal && { cycle: { ...cycle, placeholder: words.ownCycle } }),
    ...(documentId && {
      documentId: {
        ...documentId,
        placeholder: words.newDocument,
        choices: `openDocuments:${service.customer.id}:${service.price.currency}`,
      },
    }),
    ...(methodId && { methodId: { ...methodId, placeholder: words.defaultMethod } }),
    ...(price && !price.enum && { price: { ...MONEY, label: price.label } }),
    ...(productId && { productId: { ...productId, anyOf: undefined, type: 'string' } }),
  }
  return { ...offer, form: { ...form, properties } }
}

/** The API takes a price as minor units of the service's own currency. */
function withMinorUnits(values: Record<string, unknown>): Record<string, unknown> {
  const { price, ...rest } = values
  if (price === undefined || typeof price === 'string') return values
  return { ...rest, price: (price as { amount: string }).amount }
}

/** A custom service is one of the choices; the API calls it none. */
function withoutProduct(values: Record<string, unknown>): Record<string, unknown> {
  return values.productId === CUSTOM ? { ...values, productId: null } : values
}
