import type { TemplateName } from '../templates/index.ts'
import { accountCatalogue } from './accounts.ts'
import { autoPayCatalogue } from './auto-pay.ts'
import { automationAlertCatalogue } from './automation-alerts.ts'
import { digestCatalogue } from './digest.ts'
import { documentCatalogue } from './documents.ts'
import type { CatalogueEntry } from './entry.ts'
import { orderCatalogue } from './orders.ts'
import { EVERYWHERE } from './parts.ts'
import { priceCatalogue } from './prices.ts'
import { serviceCatalogue } from './services.ts'
import { staffCatalogue } from './staff.ts'
import type { Variables } from './variable.ts'

/** What staff read about each mail, and what its template may name. */
export const catalogue: Record<TemplateName, CatalogueEntry> = {
  ...accountCatalogue,
  ...orderCatalogue,
  ...documentCatalogue,
  ...digestCatalogue,
  ...serviceCatalogue,
  ...staffCatalogue,
  ...automationAlertCatalogue,
  ...autoPayCatalogue,
  ...priceCatalogue,
}

/** Everything that a template may name, by name. */
export function variablesOf(name: TemplateName): Variables {
  return { ...EVERYWHERE, ...catalogue[name].variables }
}

/** Mails that staff may switch off. */
export const switchable = (Object.keys(catalogue) as TemplateName[]).filter(
  (name) => catalogue[name].duty === undefined,
)
