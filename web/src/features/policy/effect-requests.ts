import { api, read } from '../../api/client.ts'
import type { PolicyEffect } from './policy-effect.ts'
import type { PolicyValues } from './policy-fields.ts'

/** What another policy of a product, a group or a customer would do; nothing is saved. */
export function effectOfPolicy(
  noun: 'products' | 'product-groups' | 'customers',
  id: string,
  policy: PolicyValues,
): Promise<PolicyEffect> {
  const options = { params: { path: { id } }, body: { policy } }
  if (noun === 'products') return read(api.POST('/api/v1/admin/products/{id}/effect', options))
  if (noun === 'customers') return read(api.POST('/api/v1/admin/customers/{id}/effect', options))
  return read(api.POST('/api/v1/admin/product-groups/{id}/effect', options))
}
