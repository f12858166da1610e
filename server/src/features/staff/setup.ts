import { eq, sql } from 'drizzle-orm'
import type { Context, Env } from '../../context.ts'
import { SYSTEM } from '../../platform/actor.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { invalidField, Problem } from '../../platform/problem.ts'
import { publicLink } from '../../platform/public-link.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { acceptedLanguage } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { takeAttempt } from '../auth/attempts.ts'
import { enter } from '../auth/enter.ts'
import { issueToken, takeToken } from '../auth/one-time-tokens.ts'
import { hashPassword } from '../auth/passwords.ts'
import { sessionAnswer } from '../auth/schemas.ts'
import { oneTimeTokens } from '../auth/tables.ts'
import { staffAccounts } from './accounts.ts'
import { createStaff, type NewStaff, ownerRoleId, type Staff } from './create-staff.ts'
import { setupInput } from './schemas.ts'
import { staff } from './tables.ts'

/** Key of the advisory lock under which the first staff member is made. */
const LOCK = 7_239_042

/** Whether nobody can administer this installation yet. */
export async function isWithoutStaff(db: Db | Tx): Promise<boolean> {
  const [row] = await db.select({ id: staff.id }).from(staff).limit(1)
  return row === undefined
}

/** Makes the first owner, if there is no staff at all; null when there is. */
export async function createFirstOwner(
  tx: Tx,
  env: Env,
  owner: Omit<NewStaff, 'roleId'>,
): Promise<Staff | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  if (!(await isWithoutStaff(tx))) return null
  await tx.delete(oneTimeTokens).where(eq(oneTimeTokens.purpose, 'setup'))
  return createStaff(tx, env, { ...owner, roleId: await ownerRoleId(tx) })
}

/** A fresh one-time link to make the first owner; the former one stops working. */
export async function setupLink(ctx: Context): Promise<string> {
  const { token } = await issueToken(ctx.db, {
    purpose: 'setup',
    realm: 'staff',
    accountId: null,
    now: ctx.clock.now(),
  })
  return publicLink(ctx.config, `/admin/setup?token=${token}`)
}

export function setupRoute(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/auth/setup',
    {
      config: { access: { kind: 'public' } },
      schema: {
        summary: 'Make the first owner with the link that the first start prints, and log in',
        tags: ['auth'],
        body: setupInput,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { token, password, language, name, email } = request.body
      await takeAttempt(ctx.db, 'link_address', request.ip, ctx.clock.now())
      const passwordHash = await hashPassword(password)
      const env = requestEnv(ctx, request, SYSTEM)
      const owner = await inTransaction(ctx, async (tx) => {
        const isGood = await takeToken(tx, { token, purposes: ['setup'], now: env.now })
        if (!isGood) throw invalidField('/token', 'link_invalid')
        const spoken = acceptedLanguage(request.headers['accept-language'], 'en')
        const wanted = { name, email, language: language ?? spoken, passwordHash }
        return createFirstOwner(tx, env, wanted)
      })
      if (!owner) throw invalidField('/token', 'link_invalid')
      const account = await staffAccounts.findById(ctx.db, owner.id)
      if (!account) throw new Problem('wrong_credentials')
      return enter(ctx, staffAccounts, account, { request, reply })
    },
  )
}
