import { api, read } from '../../api/client.ts'
import type { paths } from '../../api/schema.d.ts'

type Asked = paths['/api/v1/admin/services/{id}/what-if']['post']
export type WhatIf = Asked['responses'][200]['content']['application/json']
type Supposition = NonNullable<Asked['requestBody']>['content']['application/json']

/** What would follow if somebody did this now; nothing is written. */
export const askWhatIf = (id: string, supposition: Supposition) =>
  read(
    api.POST('/api/v1/admin/services/{id}/what-if', {
      params: { path: { id } },
      body: supposition,
    }),
  )
