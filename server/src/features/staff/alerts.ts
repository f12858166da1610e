import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import type { Language } from '../../platform/text.ts'
import { roles, staff } from './tables.ts'

/** The failures that staff may be mailed about, and whether an owner hears of them unasked. */
const KINDS = {
  delivery_failed: { isImportant: true },
  operation_failed: { isImportant: true },
  unknown_outcome: { isImportant: true },
  drift_found: { isImportant: false },
  payment_unallocated: { isImportant: true },
  gateway_unreachable: { isImportant: true },
  automation_late: { isImportant: true },
  brake_held: { isImportant: true },
  difference_unexplained: { isImportant: true },
  auto_pay_closed: { isImportant: false },
  mail_failed: { isImportant: true },
  webhook_disabled: { isImportant: true },
} as const

export type Alert = keyof typeof KINDS
export const ALERTS = Object.keys(KINDS) as [Alert, ...Alert[]]

const IMPORTANT = ALERTS.filter((alert) => KINDS[alert].isImportant)

/**
 * The failures a member is mailed about: those that were chosen for them; until somebody chose, an
 * owner's are the important ones and nobody else has any.
 */
export function alertsOf(member: {
  alerts: string[] | null
  permissions: readonly string[]
}): string[] {
  return member.alerts ?? (member.permissions.includes('*') ? IMPORTANT : [])
}

/** Who is mailed about a kind of failure. */
export async function staffToAlert(
  db: Db | Tx,
  alert: Alert,
): Promise<{ id: string; email: string; name: string; language: Language }[]> {
  const rows = await db
    .select({
      id: staff.id,
      email: staff.email,
      name: staff.name,
      language: staff.language,
      alerts: staff.alerts,
      permissions: roles.permissions,
    })
    .from(staff)
    .innerJoin(roles, eq(roles.id, staff.roleId))
    .where(
      and(isNull(staff.disabledAt), sql`(${staff.alerts} is null or ${staff.alerts} ? ${alert})`),
    )
    .orderBy(staff.id)
  return rows
    .filter((member) => alertsOf(member).includes(alert))
    .map(({ id, email, name, language }) => ({ id, email, name, language }))
}
