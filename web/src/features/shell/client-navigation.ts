import { IconFileInvoice, IconHome, IconShoppingCart, IconStack2 } from '@tabler/icons-react'
import type { NavigationEntry } from './admin-navigation.ts'

/** The client area's navigation. */
export const CLIENT_NAVIGATION: NavigationEntry[] = [
  { id: 'home', to: '/', icon: IconHome },
  { id: 'myServices', to: '/client/services', icon: IconStack2 },
  { id: 'myInvoices', to: '/client/invoices', icon: IconFileInvoice },
  { id: 'order', to: '/client/order', icon: IconShoppingCart },
]
