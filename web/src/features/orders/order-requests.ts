import type { Answer, Row } from '../../api/answers.ts'
import { api, newIdempotencyKey, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

export type OrderRow = Row<'/api/v1/admin/orders'>
export type OrderPage = Answer<'/api/v1/admin/orders/{id}'>
export type Product = Row<'/api/v1/admin/products'>
type ListQuery = NonNullable<paths['/api/v1/admin/orders']['get']['parameters']['query']>
type OrderBody = NonNullable<
  paths['/api/v1/admin/orders']['post']['requestBody']
>['content']['application/json']
export type OrderItem = OrderBody['items'][number]
export type Quote =
  paths['/api/v1/admin/orders/quote']['post']['responses'][200]['content']['application/json']

export function listOrders(query: Record<string, string>) {
  return read(api.GET('/api/v1/admin/orders', { params: { query: query as ListQuery } }))
}

export const readOrder = (id: string) =>
  read(api.GET('/api/v1/admin/orders/{id}', { params: { path: { id } } }))

export const listProducts = () =>
  read(api.GET('/api/v1/admin/products', { params: { query: { limit: 200 } } }))

export const listModules = () => read(api.GET('/api/v1/admin/modules'))

export const quoteOrder = (body: OrderBody) =>
  read(api.POST('/api/v1/admin/orders/quote', { body }))

interface PlacedOrder {
  orderId: string
  /** What staff should know: a coupon that lapsed. */
  notices: { code: string; text: string }[]
}

/** What a product can be ordered with, by cycle, at the prices in a customer's currency. */
export async function loadOptionForms(productId: string, customerId: string) {
  const customer = await read(
    api.GET('/api/v1/admin/customers/{id}', { params: { path: { id: customerId } } }),
  )
  const { forms } = await read(
    api.GET('/api/v1/admin/products/{id}/option-forms', {
      params: { path: { id: productId }, query: { currency: customer.currency } },
    }),
  )
  return forms
}

/** Places the order; a repeated click with the same key counts once. */
export const placeOrder = (body: OrderBody, idempotencyKey = newIdempotencyKey()) =>
  send<PlacedOrder>({ method: 'POST', url: '/api/v1/admin/orders', body, idempotencyKey })

/** The choices of a field of a product's order form. */
export async function loadOrderChoices(productId: string, name: string, language: string) {
  const params = { path: { id: productId, name } }
  const { items } = await read(api.GET('/api/v1/admin/products/{id}/choices/{name}', { params }))
  return items.map((item) => ({
    value: String(item.value),
    label: language === 'fr' ? item.label.fr : item.label.en,
  }))
}

export const orderHref = (id: string) => `/api/v1/admin/orders/${id}`
