import type { Template } from '../render/template.ts'
import { accountTemplates } from './accounts.ts'
import { autoPayTemplates } from './auto-pay.ts'
import { automationAlertTemplates } from './automation-alerts.ts'
import { digestTemplates } from './digest.ts'
import { documentTemplates } from './documents.ts'
import { orderTemplates } from './orders.ts'
import { priceTemplates } from './prices.ts'
import { serviceTemplates } from './services.ts'
import { staffTemplates } from './staff.ts'

const all = {
  ...accountTemplates,
  ...documentTemplates,
  ...orderTemplates,
  ...serviceTemplates,
  ...digestTemplates,
  ...staffTemplates,
  ...automationAlertTemplates,
  ...autoPayTemplates,
  ...priceTemplates,
}

export type TemplateName = keyof typeof all

/** Every mail there is. */
export const templates: Record<TemplateName, Template> = all
