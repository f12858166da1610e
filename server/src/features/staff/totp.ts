import { randomBytes } from 'node:crypto'
import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { generateSecret, generateURI, verify } from 'otplib'
import type { Context } from '../../context.ts'
import { SECOND } from '../../domain/instant.ts'
import { systemClock } from '../../platform/clock.ts'
import { hashToken } from '../../platform/secrets.ts'
import type { SecondFactor } from '../auth/accounts.ts'
import { staff } from './tables.ts'

/** How far the clock of somebody's telephone may be off. */
const TOLERANCE_SECONDS = 30
const RECOVERY_CODES = 10

/** What a sealed seed is bound to: it cannot be moved to another member's row. */
export const totpContext = (staffId: string) => `totp:${staffId}`

export function newTotpSecret(email: string): { secret: string; otpauthUri: string } {
  const secret = generateSecret()
  return { secret, otpauthUri: generateURI({ issuer: 'Berth', label: email, secret }) }
}

/** Codes to keep on paper, `xxxxx-xxxxx`, each good once; stored hashed. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const text = randomBytes(8).toString('hex').slice(0, 10)
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
  return { codes, hashes: codes.map(hashRecoveryCode) }
}

const hashRecoveryCode = (code: string) => hashToken(code.toLowerCase().replace(/[^0-9a-z]/g, ''))

/**
 * The time step of a right code, or null. The codes follow the time of the real world, whatever
 * the business clock was moved to: that is what the telephone knows.
 */
export async function totpStep(
  secret: string,
  code: string,
  afterStep: number | null,
): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(systemClock.now() / SECOND),
    epochTolerance: TOLERANCE_SECONDS,
    ...(afterStep === null ? {} : { afterTimeStep: afterStep }),
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** Judges a code or recovery code and uses it up; of two that come at once with the same, one passes. */
export async function passStaffSecondFactor(
  ctx: Context,
  staffId: string,
  code: string | null,
): Promise<SecondFactor> {
  const [row] = await ctx.db.select().from(staff).where(eq(staff.id, staffId))
  if (!row?.totpSecret) return 'none'
  if (code === null) return 'required'
  const last = row.totpLastStep === null ? null : Number(row.totpLastStep)
  const secret = ctx.secrets.open(row.totpSecret, totpContext(staffId))
  const step = await totpStep(secret, code, last)
  const isUsed =
    step === null ? await useRecoveryCode(ctx, staffId, code) : await useStep(ctx, staffId, step)
  return isUsed ? 'passed' : 'wrong'
}

async function useStep(ctx: Context, staffId: string, step: number): Promise<boolean> {
  const used = await ctx.db
    .update(staff)
    .set({ totpLastStep: String(step) })
    .where(
      and(
        eq(staff.id, staffId),
        or(isNull(staff.totpLastStep), sql`${staff.totpLastStep}::bigint < ${step}`),
      ),
    )
    .returning({ id: staff.id })
  return used.length > 0
}

async function useRecoveryCode(ctx: Context, staffId: string, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(code)
  const used = await ctx.db
    .update(staff)
    .set({ recoveryCodes: sql`${staff.recoveryCodes} - ${hash}::text` })
    .where(and(eq(staff.id, staffId), sql`${staff.recoveryCodes} ? ${hash}::text`))
    .returning({ id: staff.id })
  return used.length > 0
}
