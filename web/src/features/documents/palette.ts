import { IconFileInvoice } from '@tabler/icons-react'
import { api, read } from '../../api/client.ts'
import type { PaletteSource } from '../shell/palette-source.ts'

const LIMIT = 5

const source: PaletteSource = {
  heading: 'documents.title',
  icon: IconFileInvoice,
  permission: 'documents:read',
  search: async (number, signal) => {
    const query = { number, limit: LIMIT }
    const { items } = await read(api.GET('/api/v1/admin/documents', { params: { query }, signal }))
    return items.map((document) => ({
      id: document.id,
      label: document.name,
      description: document.customer?.name,
      to: `/admin/invoices/${document.id}`,
    }))
  },
}

export default source
