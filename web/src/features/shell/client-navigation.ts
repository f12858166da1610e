import {
  IconCreditCard,
  IconFileInvoice,
  IconHome,
  IconReceipt2,
  IconShoppingCart,
  IconStack2,
  IconWallet,
} from '@tabler/icons-react'
import type { NavigationEntry } from './admin-navigation.ts'

/** The client area's navigation. */
export const CLIENT_NAVIGATION: NavigationEntry[] = [
  { id: 'home', to: '/', icon: IconHome },
  { id: 'myServices', to: '/client/services', icon: IconStack2 },
  { id: 'myInvoices', to: '/client/invoices', icon: IconFileInvoice },
  { id: 'myOrders', to: '/client/orders', icon: IconReceipt2 },
  { id: 'myPaymentMethods', to: '/client/payment-methods', icon: IconCreditCard },
  { id: 'myCredit', to: '/client/credit', icon: IconWallet },
  { id: 'order', to: '/shop', icon: IconShoppingCart },
]
