import { api, read } from '../../api/client.ts'
import type { Lookup } from '../../ui/table/table-types.ts'

/** Customers by name, e-mail or number. */
export const customerLookup: Lookup = {
  topic: 'customer',
  search: async (search) => {
    const query = { limit: 20, ...(search ? { search } : {}) }
    const { items } = await read(api.GET('/api/v1/admin/customers', { params: { query } }))
    return items.map((one) => ({ value: one.id, label: `${one.name} · ${one.email}` }))
  },
  nameOf: async (id) => {
    const params = { path: { id } }
    const { name } = await read(api.GET('/api/v1/admin/customers/{id}', { params }))
    return name
  },
}
