import { accounts } from './accounts.ts'
import { authFeature } from './features/auth/feature.ts'
import { automation } from './features/automation/feature.ts'
import { batchesFeature } from './features/batches/feature.ts'
import { cancellation } from './features/cancellation/feature.ts'
import { catalog } from './features/catalog/feature.ts'
import { couponsFeature } from './features/coupons/feature.ts'
import { creditsFeature } from './features/credits/feature.ts'
import { customersFeature } from './features/customers/feature.ts'
import { dashboard } from './features/dashboard/feature.ts'
import { documentsFeature } from './features/documents/feature.ts'
import { driftFeature } from './features/drift/feature.ts'
import { historyFeature } from './features/history/feature.ts'
import { importsFeature } from './features/imports/feature.ts'
import { installationFeature } from './features/installation/feature.ts'
import { mailFeature } from './features/mail/feature.ts'
import { operationsFeature } from './features/operations/feature.ts'
import { optionsFeature } from './features/options/feature.ts'
import { orders } from './features/orders/feature.ts'
import { paymentsFeature } from './features/payments/feature.ts'
import { renewalsFeature } from './features/renewals/feature.ts'
import { servers } from './features/servers/feature.ts'
import { serviceOptionsFeature } from './features/service-options/feature.ts'
import { services } from './features/services/feature.ts'
import { settingsFeature } from './features/settings/feature.ts'
import { staffFeature } from './features/staff/feature.ts'
import { viewsFeature } from './features/views/feature.ts'
import { webhooksFeature } from './features/webhooks/feature.ts'
import type { Feature } from './platform/feature.ts'

/**
 * THE INDEX: every feature of the program, low to high. A feature calls downward, emits upward,
 * and only the owner writes its tables.
 */
export const features: readonly Feature[] = [
  settingsFeature,
  installationFeature,
  authFeature(accounts),
  staffFeature,
  historyFeature,
  viewsFeature,
  customersFeature,
  catalog,
  optionsFeature,
  servers,
  operationsFeature,
  services,
  cancellation,
  documentsFeature,
  creditsFeature,
  paymentsFeature,
  couponsFeature,
  renewalsFeature,
  serviceOptionsFeature,
  orders,
  importsFeature,
  batchesFeature,
  automation,
  driftFeature,
  dashboard,
  mailFeature,
  webhooksFeature,
]
