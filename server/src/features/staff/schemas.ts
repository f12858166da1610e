import { z } from 'zod'
import { instantJson } from '../../platform/json.ts'
import { emailInput, languageInput, personNameInput } from '../auth/schemas.ts'
import { ALERTS } from './alerts.ts'
import { PERMISSIONS } from './permissions.ts'

export const idParams = z.object({ id: z.uuid() })

export const staffJson = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  language: languageInput,
  role: z.object({ id: z.uuid(), name: z.string() }),
  totpEnabled: z.boolean(),
  /** False while an invitation waits. */
  hasPassword: z.boolean(),
  /** The failures they are mailed about. */
  alerts: z.array(z.string()),
  /** False while the alerts are those that the role brings. */
  alertsChosen: z.boolean(),
  createdAt: instantJson,
  disabledAt: instantJson.nullable(),
})

export const alertsInput = z
  .array(z.enum(ALERTS))
  .max(ALERTS.length)
  .transform((alerts) => [...new Set(alerts)])

export const newStaffInput = z.strictObject({
  email: emailInput,
  name: personNameInput,
  roleId: z.uuid(),
  language: languageInput.optional(),
})

export const staffChangeInput = z.strictObject({
  email: emailInput.optional(),
  name: personNameInput.optional(),
  roleId: z.uuid().optional(),
  language: languageInput.optional(),
  /** Null: what the role brings. */
  alerts: alertsInput.nullable().optional(),
})

export const roleJson = z.object({
  id: z.uuid(),
  name: z.string(),
  /** `noun:verb`; `*` holds them all. */
  permissions: z.array(z.string()),
  builtIn: z.boolean(),
  members: z.number().int(),
})

const permissionsInput = z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length)
const roleName = z.string().trim().min(1).max(60)
export const newRoleInput = z.strictObject({ name: roleName, permissions: permissionsInput })
export const roleChangeInput = newRoleInput.partial()

export const setupInput = z.strictObject({
  token: z.string().min(1).max(200),
  name: personNameInput,
  email: emailInput,
  password: z.string().min(8).max(200),
  language: languageInput.optional(),
})
