import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { FormSchema } from '../../ui/form/schema-model.ts'

export type Product = Row<'/api/v1/admin/products'>
export type ProductPage = Answer<'/api/v1/admin/products/{id}'>
export type ProductGroup = Row<'/api/v1/admin/product-groups'>
export type Module = Row<'/api/v1/admin/modules'>

const PRODUCTS = '/api/v1/admin/products'
const GROUPS = '/api/v1/admin/product-groups'

/** The delivery modules with their forms; they change with the installation only. */
export const modulesQuery = queryOptions({
  queryKey: ['modules'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/modules'))).items,
  staleTime: Number.POSITIVE_INFINITY,
})

/** A module's schema as forms take it. */
export const asForm = (schema: Record<string, unknown>) => schema as FormSchema

export const groupsQuery = queryOptions({
  queryKey: ['product', 'groups'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/product-groups'))).items,
})

export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ['product', id],
    queryFn: () => read(api.GET('/api/v1/admin/products/{id}', { params: { path: { id } } })),
  })

/** Makes a product, or changes the one that is named. */
export const saveProduct = (id: string | null, body: unknown) =>
  id === null
    ? send<Product>({ method: 'POST', url: PRODUCTS, body })
    : send<Product>({ method: 'PATCH', url: `${PRODUCTS}/${id}`, body })

/** Asks a server of the product's group what the product asks when it is ordered. */
export const readOrderForm = (id: string) =>
  read(api.POST('/api/v1/admin/products/{id}/order-form', { params: { path: { id } } }))

export const saveGroup = (id: string | null, body: unknown) =>
  id === null
    ? send<ProductGroup>({ method: 'POST', url: GROUPS, body })
    : send<ProductGroup>({ method: 'PATCH', url: `${GROUPS}/${id}`, body })

/** The currencies that customers are invoiced in; the default one where they may not be read. */
export const currenciesQuery = (mayRead: boolean) =>
  queryOptions({
    queryKey: ['settings', 'currencies', mayRead],
    queryFn: async (): Promise<string[]> => {
      if (!mayRead) return ['EUR']
      const section = { params: { path: { section: 'business' } } }
      const { values } = await read(api.GET('/api/v1/admin/settings/{section}', section))
      return Array.isArray(values.currencies) ? values.currencies.map(String) : ['EUR']
    },
  })
