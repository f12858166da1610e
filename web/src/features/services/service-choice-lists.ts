import i18next from 'i18next'
import { api, read } from '../../api/client.ts'
import { formatDay, formatMoney } from '../../i18n/format.ts'
import { currentLanguage } from '../../i18n/start-i18n.ts'
import { type LocalText, localText } from '../../ui/form/schema-model.ts'
import type { FormValues } from '../../ui/form/schema-values.ts'
import type { Lookup } from '../../ui/table/table-types.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import type { ServiceRow } from './service-requests.ts'

/** Among the products: none, which makes a custom service. */
export const CUSTOM = 'custom'

const words = (text: LocalText) => localText(text, currentLanguage()) ?? ''

/** The short lists that a service's forms choose from. */
export async function loadServiceChoices(service: ServiceRow, name: string) {
  switch (name.split(':')[0]) {
    case 'cancellationReasons':
      return loadReasons()
    case 'openDocuments':
      return loadOpenDocuments(service)
    case 'servers': {
      const query = { type: service.type, limit: 200 }
      const { items } = await read(api.GET('/api/v1/admin/servers', { params: { query } }))
      return items
        .filter(({ id }) => id !== service.server?.id)
        .map((server) => ({ value: server.id, label: server.name }))
    }
    case 'payment_methods': {
      const params = { path: { id: service.customer.id } }
      const url = '/api/v1/admin/customers/{id}/payment-methods' as const
      const { items } = await read(api.GET(url, { params }))
      return items.map(({ id, label }) => ({ value: id, label }))
    }
    case 'types': {
      const { items } = await read(api.GET('/api/v1/admin/modules'))
      return items
        .filter(({ id }) => id !== service.type)
        .map((module) => ({ value: module.id, label: words(module.name) }))
    }
    default:
      return []
  }
}

/** The long lists, which the server searches. */
export function serviceLookup(
  service: ServiceRow,
  name: string,
  values: FormValues,
): Lookup | undefined {
  if (name === 'customers') return customerLookup
  if (name === 'products') return productLookup(service)
  if (name === 'resources') return resourceLookup(values.serverId)
  return undefined
}

/** Other products of the service's type, and none. */
function productLookup({ type, product }: ServiceRow): Lookup {
  const custom = { value: CUSTOM, label: i18next.t('services.custom') }
  return {
    topic: `product:${type}`,
    search: async (search) => {
      const query = { type, limit: 50, ...(search ? { search } : {}) }
      const { items } = await read(api.GET('/api/v1/admin/products', { params: { query } }))
      const found = items
        .filter(({ id }) => id !== product?.id)
        .map((one) => ({ value: one.id, label: words(one.name) }))
      return product && search === '' ? [custom, ...found] : found
    },
    nameOf: async (id) => {
      if (id === CUSTOM) return custom.label
      const params = { path: { id } }
      return words((await read(api.GET('/api/v1/admin/products/{id}', { params }))).name)
    },
  }
}

/** What stands on the server that was chosen above; nothing before one is. */
function resourceLookup(serverId: unknown): Lookup {
  return {
    topic: `resource:${String(serverId)}`,
    search: async (q) => {
      if (typeof serverId !== 'string') return []
      const params = { path: { id: serverId }, query: q ? { q } : {} }
      const { items } = await read(api.GET('/api/v1/admin/servers/{id}/resources', { params }))
      return items.map((one) => ({
        value: one.remoteId,
        label: [...new Set([one.remoteId, one.suggestedName, one.service?.name])]
          .filter(Boolean)
          .join(' · '),
      }))
    },
    nameOf: async (remoteId) => remoteId,
  }
}

/** The reasons for a cancellation, for its form. */
export async function loadReasons() {
  const { items } = await read(api.GET('/api/v1/admin/cancellation-reasons'))
  return items
    .filter(({ active, audience }) => active && audience !== 'customer')
    .map((reason) => ({ value: reason.id, label: reason.name }))
}

/** What a renewal may be put on: open, of the same customer and currency. */
async function loadOpenDocuments(service: ServiceRow) {
  const query = { customerId: service.customer.id, state: 'open' as const, limit: 50 }
  const { items } = await read(api.GET('/api/v1/admin/documents', { params: { query } }))
  const { currency } = service.price
  const language = currentLanguage()
  return items
    .filter(({ kind, amountDue }) => kind === 'invoice' && amountDue.currency === currency)
    .map(({ id, name, amountDue, createdAt }) => ({
      value: id,
      label: [
        i18next.t('services.onDocument', { reference: name }),
        formatMoney(amountDue, language),
        formatDay(createdAt, language),
      ].join(' · '),
    }))
}
