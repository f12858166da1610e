import type { Page } from '../src/ui/table/table-types.ts'

/* Made-up data for the pages that show the pieces. Nothing of it reaches a production build. */

export interface PieceService {
  id: string
  number: number
  name: string
  customer: string
  product: string
  server: string
  status: string
  price: { amount: string; currency: string }
  expiresAt: string | null
  createdAt: string
}

const STATUSES = ['active', 'active', 'active', 'suspended', 'pending', 'expired', 'cancelled']
const CUSTOMERS = [
  'Atelier Lumière',
  'Blue Fjord Games',
  'Café Pixel',
  'Dunes & Fils',
  'Echo Radio',
]
const PRODUCTS = ['Game server M', 'VPS 8 GB', 'Web hosting Pro', 'Voice 32 slots']
const DAY = 86_400_000

const services: PieceService[] = Array.from({ length: 312 }, (_, i) => ({
  id: `service-${i}`,
  number: 1000 + i,
  name: `${PRODUCTS[i % 4]} ${(i * 7) % 90}`,
  customer: CUSTOMERS[i % 5] ?? '',
  product: PRODUCTS[i % 4] ?? '',
  server: `node-${(i % 6) + 1}.par`,
  status: STATUSES[i % 7] ?? 'active',
  price: { amount: String(499 + ((i * 350) % 12_000)), currency: 'EUR' },
  expiresAt:
    i % 11 === 0 ? null : new Date(Date.now() + ((i * 37) % 200) * DAY - 20 * DAY).toISOString(),
  createdAt: new Date(Date.now() - i * DAY * 1.7).toISOString(),
}))

export function pageOfServices(
  query: Record<string, string>,
  tab: string | null,
): Page<PieceService> {
  const words = (query.search ?? '').toLowerCase()
  const rows = services.filter(
    (one) =>
      (tab === null || tab === 'all' || one.status === tab) &&
      (!query.customer || one.customer === query.customer) &&
      `${one.name} ${one.customer} #${one.number}`.toLowerCase().includes(words),
  )
  const key = (query.sort ?? '').replace('-', '') as keyof PieceService
  rows.sort((a, b) => String(a[key]).localeCompare(String(b[key]), 'en', { numeric: true }))
  if (query.sort?.startsWith('-')) rows.reverse()
  const from = Number(query.cursor ?? 0)
  const to = from + Number(query.limit)
  return {
    items: rows.slice(from, to),
    nextCursor: to < rows.length ? String(to) : null,
    total: { count: rows.length, exact: true },
  }
}

export const countOf = (status: string) =>
  services.filter((one) => status === 'all' || one.status === status).length
