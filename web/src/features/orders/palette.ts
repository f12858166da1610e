import { IconShoppingCart } from '@tabler/icons-react'
import type { PaletteSource } from '../shell/palette-source.ts'

/** Orders are found through their customers and documents; here only a new one is begun. */
const source: PaletteSource = {
  heading: 'orders.title',
  icon: IconShoppingCart,
  permission: 'orders:read',
  commands: [{ label: 'orders.new', to: '/admin/orders/new', permission: 'orders:create' }],
  search: async () => [],
}

export default source
