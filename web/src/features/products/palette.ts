import { IconPackage } from '@tabler/icons-react'
import { send } from '../../api/client.ts'
import { currentLanguage } from '../../i18n/start-i18n.ts'
import { localText } from '../../ui/form/schema-model.ts'
import type { PaletteSource } from '../shell/palette-source.ts'
import type { Product } from './catalog-requests.ts'

/** Products by name. */
const source: PaletteSource = {
  heading: 'products.title',
  icon: IconPackage,
  permission: 'products:read',
  commands: [{ label: 'products.new', to: '/admin/products/new', permission: 'products:update' }],
  search: async (search, signal) => {
    const query = { search, limit: '5' }
    const { items } = await send<{ items: Product[] }>({
      url: '/api/v1/admin/products',
      query,
      signal,
    })
    return items.map((product) => ({
      id: product.id,
      label: localText(product.name, currentLanguage()) ?? product.name.en,
      description: product.type,
      to: `/admin/products/${product.id}`,
    }))
  },
}

export default source
