import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import type { Language } from '../../i18n/languages.ts'
import type { Lookup } from '../../ui/table/table-types.ts'

export type TemplateRow = Row<'/api/v1/admin/mail-templates'>
export type Template = Answer<'/api/v1/admin/mail-templates/{template}/{language}'>
export type TemplateVariable = Template['variables'][number]

export interface Words {
  subject: string
  body: string
}

export interface Which {
  template: string
  language: Language
}

export const templatesQuery = queryOptions({
  queryKey: ['mail_template', 'list'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/mail-templates'))).items,
})

const ONE = '/api/v1/admin/mail-templates/{template}/{language}'

export const templateQuery = (path: Which) =>
  queryOptions({
    // Not under the stream's word: what is being typed must not be replaced by what others save.
    queryKey: ['mail_template_edit', path.template, path.language],
    queryFn: () => read(api.GET(ONE, { params: { path } })),
    refetchOnWindowFocus: false,
  })

export const saveTemplate = (path: Which, body: Words & { version: number }) =>
  read(api.PUT(ONE, { params: { path }, body }))

export const resetTemplate = (path: Which, version: number) =>
  read(api.DELETE(ONE, { params: { path, query: { version } } }))

export const previewQuery = (path: Which, words: Words, serviceId: string | null) =>
  queryOptions({
    queryKey: ['mail_template_preview', path, words, serviceId],
    queryFn: () =>
      read(
        api.POST(`${ONE}/preview`, {
          params: { path },
          body: { ...words, ...(serviceId ? { serviceId } : {}) },
        }),
      ),
    retry: false,
    staleTime: 30_000,
  })

export const sendTest = (path: Which, words: Words, serviceId: string | null) =>
  read(
    api.POST(`${ONE}/test`, {
      params: { path },
      body: { ...words, ...(serviceId ? { serviceId } : {}) },
    }),
  )

/** Services by name, number or customer. */
export const serviceLookup: Lookup = {
  topic: 'service',
  search: async (search) => {
    const query = { limit: 20, ...(search ? { q: search } : {}) }
    const { items } = await read(api.GET('/api/v1/admin/services', { params: { query } }))
    return items.map(({ id, number, name, customer }) => ({
      value: id,
      label: `#${number} ${name} · ${customer.name}`,
    }))
  },
  nameOf: async (id) => {
    const params = { path: { id } }
    const { number, name } = await read(api.GET('/api/v1/admin/services/{id}', { params }))
    return `#${number} ${name}`
  },
}
