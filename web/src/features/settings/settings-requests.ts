import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type SettingsSection = Answer<'/api/v1/admin/settings/{section}'>
export type TermsVersion = Row<'/api/v1/admin/terms'>

export const sectionsQuery = queryOptions({
  queryKey: ['settings', 'sections'],
  queryFn: async () => {
    const { items } = await read(api.GET('/api/v1/admin/settings'))
    return items.map(({ section }) => section)
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export const sectionQuery = (section: string) =>
  queryOptions({
    queryKey: ['settings', 'section', section],
    queryFn: () =>
      read(api.GET('/api/v1/admin/settings/{section}', { params: { path: { section } } })),
    // What is being typed must not be replaced under the reader's hands.
    refetchOnWindowFocus: false,
  })

export const writeSection = (
  section: string,
  body: { version: number; values: Record<string, unknown> },
) => read(api.PUT('/api/v1/admin/settings/{section}', { params: { path: { section } }, body }))

/** The sections that the automation decides by. */
export const DECIDING_SECTIONS: readonly string[] = ['services', 'business']

export const termsQuery = queryOptions({
  queryKey: ['settings', 'terms'],
  queryFn: async () => (await read(api.GET('/api/v1/admin/terms'))).items,
  refetchOnWindowFocus: false,
})

export const publishTerms = (text: TermsVersion['text']) =>
  read(api.POST('/api/v1/admin/terms', { body: { text } }))
