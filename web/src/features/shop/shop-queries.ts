import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type ShopGroup = Row<'/api/v1/shop/groups'>
export type ShopProduct = ShopGroup['products'][number]
export type ProductPage = Answer<'/api/v1/shop/products/{id}'>
export type ProductPrice = ProductPage['prices'][number]
export type Terms = NonNullable<Answer<'/api/v1/shop/terms'>['current']>

/** The groups of the shop with their products, in the reader's currency. */
export const shopGroupsQuery = queryOptions({
  queryKey: ['product', 'groups'],
  queryFn: () => read(api.GET('/api/v1/shop/groups')),
})

/** One group by its address, listed or not. */
export const shopGroupQuery = (slug: string) =>
  queryOptions({
    queryKey: ['product', 'group', slug],
    queryFn: () => read(api.GET('/api/v1/shop/groups/{slug}', { params: { path: { slug } } })),
  })

/** One product with its prices and order form. */
export const shopProductQuery = (id: string) =>
  queryOptions({
    queryKey: ['product', id],
    queryFn: () => read(api.GET('/api/v1/shop/products/{id}', { params: { path: { id } } })),
  })

/** The terms of sale in force, if there are any. */
export const termsQuery = queryOptions({
  queryKey: ['terms'],
  queryFn: () => read(api.GET('/api/v1/shop/terms')),
})
