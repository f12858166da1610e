import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField } from '../../platform/problem.ts'
import type { Language } from '../../platform/text.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { emitAccountMail } from '../auth/account-mail.ts'
import { issueToken } from '../auth/one-time-tokens.ts'
import { record } from '../history/record.ts'
import { roles, staff } from './tables.ts'
import './texts.ts'

export type Staff = typeof staff.$inferSelect

export interface NewStaff {
  email: string
  name: string
  roleId: string
  language: Language
  /** argon2id; null for somebody who is invited. */
  passwordHash: string | null
}

/** Makes a staff member; 422 on `/email` when the address is taken. */
export async function createStaff(tx: Tx, env: Env, wanted: NewStaff): Promise<Staff> {
  const values = { ...wanted, email: wanted.email.trim().toLowerCase() }
  const [row] = await tx
    .insert(staff)
    .values({ id: newId(), ...values, createdAt: env.now })
    .returning()
    .catch(explainStaffEmail)
  if (!row) throw new Error('staff member not inserted')
  const { email, name, roleId } = row
  await record(tx, env, [
    { subject: 'staff', subjectId: row.id, kind: 'staff.created', after: { email, name, roleId } },
  ])
  return row
}

/** Turns a broken uniqueness into the field's error; everything else is passed on. */
export function explainStaffEmail(error: unknown): never {
  if (violatedConstraint(error) === 'staff_email_unique')
    throw invalidField('/email', 'staff_email_taken')
  throw error
}

/** Mails a link by which a member chooses the first, or a new, password. */
export async function inviteStaff(tx: Tx, env: Env, member: Staff): Promise<void> {
  const { id, email, name, language } = member
  const issued = await issueToken(tx, {
    purpose: 'invitation',
    realm: 'staff',
    accountId: id,
    now: env.now,
  })
  const to = { realm: 'staff' as const, id, customerId: null, email, name, language, issued }
  emitAccountMail(tx, env, 'staff.invited', to)
}

/** The id of the role that holds everything. */
export async function ownerRoleId(tx: Tx): Promise<string> {
  const [role] = await tx.select({ id: roles.id }).from(roles).where(eq(roles.name, 'owner'))
  if (!role) throw new Error('the owner role is seeded before any staff')
  return role.id
}
