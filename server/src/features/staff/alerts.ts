import { and, isNull, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../platform/db.ts'
import type { Language } from '../../platform/text.ts'
import { staff } from './tables.ts'

/** The failures that staff may be mailed about. */
export const ALERTS = [
  'delivery_failed',
  'operation_failed',
  'unknown_outcome',
  'drift_found',
  'payment_unallocated',
  'gateway_unreachable',
  'automation_late',
  'brake_held',
  'difference_unexplained',
  'auto_pay_closed',
  'mail_failed',
  'webhook_disabled',
] as const
export type Alert = (typeof ALERTS)[number]

/** Who asked to be mailed about a kind of failure. */
export async function staffToAlert(
  db: Db | Tx,
  alert: Alert,
): Promise<{ id: string; email: string; name: string; language: Language }[]> {
  return db
    .select({ id: staff.id, email: staff.email, name: staff.name, language: staff.language })
    .from(staff)
    .where(and(isNull(staff.disabledAt), sql`${staff.alerts} ? ${alert}`))
}
