import {
  IconActivity,
  IconArrowsDiff,
  IconChecklist,
  IconDatabaseImport,
  IconDoorExit,
  IconFileInvoice,
  IconGauge,
  IconHistory,
  IconMail,
  IconPackage,
  IconRobot,
  IconServer2,
  IconSettings,
  IconShoppingCart,
  IconStack2,
  IconTicket,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react'

export interface NavigationEntry {
  /** Names its text: `shell.nav.<id>`. */
  id: string
  to: string
  icon: TablerIcon
  /** What staff need to open it; without it the entry is drawn disabled with the reason. */
  permission?: string
}

export interface NavigationGroup {
  /** Names its text: `shell.navGroup.<id>`; null stands without a heading. */
  id: string | null
  entries: NavigationEntry[]
}

const entry = (id: string, icon: TablerIcon, permission: string, to = `/admin/${id}`) => ({
  id,
  to,
  icon,
  permission,
})

/** The administration's navigation, from top to bottom. */
export const ADMIN_NAVIGATION: NavigationGroup[] = [
  { id: null, entries: [entry('dashboard', IconGauge, 'dashboard:read', '/admin')] },
  {
    id: 'selling',
    entries: [
      entry('services', IconStack2, 'services:read'),
      entry('customers', IconUsers, 'customers:read'),
      entry('orders', IconShoppingCart, 'orders:read'),
      entry('invoices', IconFileInvoice, 'documents:read'),
      entry('coupons', IconTicket, 'coupons:read'),
      entry(
        'cancellations',
        IconDoorExit,
        'cancellation_reasons:read',
        '/admin/cancellation-reasons',
      ),
    ],
  },
  {
    id: 'delivering',
    entries: [
      entry('products', IconPackage, 'products:read'),
      entry('servers', IconServer2, 'servers:read'),
      entry('operations', IconActivity, 'operations:read'),
      entry('drift', IconArrowsDiff, 'drift:read'),
      entry('imports', IconDatabaseImport, 'services:create'),
      entry('batches', IconChecklist, 'batches:read'),
    ],
  },
  {
    id: 'running',
    entries: [
      entry('automation', IconRobot, 'automation:read'),
      entry('mails', IconMail, 'mails:read'),
      entry('webhooks', IconWebhook, 'webhooks:read'),
      entry('staff', IconUsersGroup, 'staff:read'),
      entry('history', IconHistory, 'history:read'),
      entry('settings', IconSettings, 'settings:read'),
    ],
  },
]
