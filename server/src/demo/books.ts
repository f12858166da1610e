import type { automationSteps } from '../features/automation/tables.ts'
import type { productGroups, productPrices, products } from '../features/catalog/tables.ts'
import type { creditBalances, creditEntries } from '../features/credits/tables.ts'
import type { customers, users } from '../features/customers/tables.ts'
import type {
  documentEffects,
  documentLines,
  documents,
  numberSeries,
} from '../features/documents/tables.ts'
import type { history } from '../features/history/tables.ts'
import type { mails } from '../features/mail/tables.ts'
import type { operationLog, operations } from '../features/operations/tables.ts'
import type { orders, termsVersions } from '../features/orders/tables.ts'
import type { payments } from '../features/payments/tables.ts'
import type { renewals } from '../features/renewals/tables.ts'
import type { serverGroups, servers } from '../features/servers/tables.ts'
import type { serviceSchedule, services } from '../features/services/tables.ts'
import type { settings } from '../features/settings/tables.ts'
import type { staff } from '../features/staff/tables.ts'

/** What stands in the books of the imaginary company: rows ready to be written, per table. */
export interface Books {
  settings: (typeof settings.$inferInsert)[]
  staff: (typeof staff.$inferInsert)[]
  terms: (typeof termsVersions.$inferInsert)[]
  productGroups: (typeof productGroups.$inferInsert)[]
  products: (typeof products.$inferInsert)[]
  productPrices: (typeof productPrices.$inferInsert)[]
  serverGroups: (typeof serverGroups.$inferInsert)[]
  servers: (typeof servers.$inferInsert)[]
  customers: (typeof customers.$inferSelect)[]
  users: (typeof users.$inferInsert)[]
  orders: (typeof orders.$inferInsert)[]
  services: (typeof services.$inferInsert)[]
  schedule: (typeof serviceSchedule.$inferInsert)[]
  steps: (typeof automationSteps.$inferInsert)[]
  renewals: (typeof renewals.$inferInsert)[]
  documents: DocumentRow[]
  lines: (typeof documentLines.$inferInsert)[]
  effects: (typeof documentEffects.$inferInsert)[]
  series: (typeof numberSeries.$inferInsert)[]
  payments: (typeof payments.$inferInsert)[]
  creditEntries: (typeof creditEntries.$inferInsert)[]
  creditBalances: (typeof creditBalances.$inferInsert)[]
  operations: (typeof operations.$inferInsert)[]
  operationLog: (typeof operationLog.$inferInsert)[]
  history: HistoryRow[]
  mails: (typeof mails.$inferInsert)[]
}

export type DocumentRow = typeof documents.$inferSelect
export type CustomerRow = typeof customers.$inferSelect
export type HistoryRow = typeof history.$inferInsert

export function emptyBooks(): Books {
  return {
    settings: [],
    staff: [],
    terms: [],
    productGroups: [],
    products: [],
    productPrices: [],
    serverGroups: [],
    servers: [],
    customers: [],
    users: [],
    orders: [],
    services: [],
    schedule: [],
    steps: [],
    renewals: [],
    documents: [],
    lines: [],
    effects: [],
    series: [],
    payments: [],
    creditEntries: [],
    creditBalances: [],
    operations: [],
    operationLog: [],
    history: [],
    mails: [],
  }
}
