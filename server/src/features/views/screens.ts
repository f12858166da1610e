import type { Permission } from '../staff/permissions.ts'

/** The lists that have views, and what one must be permitted to look at them. */
export const SCREENS = {
  services: 'services:read',
  customers: 'customers:read',
  orders: 'orders:read',
  documents: 'documents:read',
  products: 'products:read',
  servers: 'servers:read',
  operations: 'operations:read',
} as const satisfies Record<string, Permission>

export type Screen = keyof typeof SCREENS
export const SCREEN_NAMES = Object.keys(SCREENS) as [Screen, ...Screen[]]
