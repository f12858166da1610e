import { queryOptions } from '@tanstack/react-query'
import type { Row } from '../../api/answers.ts'
import { api, read, send } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'
import type { FieldSchema, FormSchema } from '../../ui/form/schema-model.ts'

export type Option = Row<'/api/v1/admin/options'>
export type NewOption = NonNullable<
  paths['/api/v1/admin/options']['post']['requestBody']
>['content']['application/json']

const OPTIONS = '/api/v1/admin/options'

/** Every option with the products that have it. */
export const optionsQuery = queryOptions({
  queryKey: ['product', 'options'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/options'))).items,
})

/** The options of a product, in its order. */
export const productOptionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['product', id, 'options'],
    queryFn: async () =>
      (await read(api.GET('/api/v1/admin/products/{id}/options', { params: { path: { id } } })))
        .items,
  })

/** Makes an option, or changes the one that is named. */
export const saveOption = (id: string | null, body: unknown) =>
  id === null
    ? send<Option>({ method: 'POST', url: OPTIONS, body })
    : send<Option>({ method: 'PATCH', url: `${OPTIONS}/${id}`, body })

export const deleteOption = (id: string) => send({ method: 'DELETE', url: `${OPTIONS}/${id}` })

export const setProductOptions = (productId: string, optionIds: string[]) =>
  send({
    method: 'PUT',
    url: `/api/v1/admin/products/${productId}/options`,
    body: { optionIds },
  })

interface Terms {
  cycle: Option['prices'][number]['cycle']
  currency: string
}

/** The one field of an option's form on a service's terms. */
export async function loadOptionField(id: string, query: Terms): Promise<FieldSchema> {
  const params = { path: { id }, query }
  const { form } = await read(api.GET('/api/v1/admin/options/{id}/form', { params }))
  const [field] = Object.values((form as FormSchema).properties ?? {})
  return field ?? {}
}
