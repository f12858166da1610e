import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { invalidField, notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { emitAccountMail } from './account-mail.ts'
import type { AccountRealms } from './accounts.ts'
import { clearAttempts, countAttempt, takeAttempt } from './attempts.ts'
import { sessionTokenOf } from './cookie.ts'
import { selfEnv } from './enter.ts'
import { issueToken, peekToken, takeToken } from './one-time-tokens.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { changePasswordInput, forgotPasswordInput, nothing, resetPasswordInput } from './schemas.ts'
import { ownAccount } from './session-routes.ts'
import { closeAllSessions } from './sessions.ts'
import type { TokenPurpose } from './tables.ts'

const tags = ['auth']
const open = { access: { kind: 'public' as const } }
const CHOOSING: TokenPurpose[] = ['password_reset', 'invitation']

/** Forgetting, choosing and changing passwords. */
export function passwordRoutes(http: Http, ctx: Context, realms: AccountRealms): void {
  http.post(
    '/api/v1/auth/forgot-password',
    {
      config: open,
      schema: {
        summary: 'Ask for a link to choose a new password; the answer is the same for any address',
        tags,
        body: forgotPasswordInput,
        response: { 202: nothing },
      },
    },
    async (request, reply) => {
      const { email, realm } = request.body
      const now = ctx.clock.now()
      await takeAttempt(ctx.db, 'reset_address', request.ip, now)
      const perAccount = await countAttempt(ctx.db, 'reset_account', email, now)
      if (perAccount.kind === 'free') await requestReset(ctx, realms, { email, realm })
      return reply.code(202).send({})
    },
  )

  http.post(
    '/api/v1/auth/reset-password',
    {
      config: open,
      schema: {
        summary: 'Choose a password with the one-time link of a reset or an invitation',
        tags,
        body: resetPasswordInput,
        response: { 200: nothing },
      },
    },
    async (request) => {
      const { token, password } = request.body
      const now = ctx.clock.now()
      await takeAttempt(ctx.db, 'link_address', request.ip, now)
      const presented = { token, purposes: CHOOSING, now }
      if (!(await peekToken(ctx.db, presented))) throw invalidField('/token', 'link_invalid')
      const hash = await hashPassword(password)
      await inTransaction(ctx, async (tx) => {
        const row = await takeToken(tx, presented)
        const account = row?.accountId ? await realms[row.realm].findById(tx, row.accountId) : null
        if (!account) throw invalidField('/token', 'link_invalid')
        const env = selfEnv(ctx, account, request)
        const { realm, id } = account
        await realms[realm].setPassword(tx, env, { id, hash, isProof: true })
        await closeAllSessions(tx, { realm, accountId: id })
        emitAccountMail(tx, env, 'password.changed', account)
      })
      return {}
    },
  )

  http.post(
    '/api/v1/auth/change-password',
    {
      config: { access: { kind: 'session' } },
      schema: {
        summary: 'Change your password; your other sessions end',
        tags,
        body: changePasswordInput,
        response: { 200: nothing },
      },
    },
    async (request) => {
      const { currentPassword, newPassword } = request.body
      const { realm, accountId } = ownAccount(actorOf(request))
      const account = await realms[realm].findById(ctx.db, accountId)
      if (!account) throw notFound()
      await assertPassword(ctx, account, currentPassword, '/currentPassword')
      const hash = await hashPassword(newPassword)
      const env = requestEnv(ctx, request)
      const keepToken = sessionTokenOf(request) ?? undefined
      await inTransaction(ctx, async (tx) => {
        await realms[realm].setPassword(tx, env, { id: accountId, hash, isProof: false })
        await closeAllSessions(tx, { realm, accountId, keepToken })
        emitAccountMail(tx, env, 'password.changed', account)
      })
      return {}
    },
  )

  http.post(
    '/api/v1/auth/check-link',
    {
      config: open,
      schema: {
        summary: 'Whether a one-time link still works, and what for',
        tags,
        body: z.strictObject({ token: z.string().min(1).max(200) }),
        response: {
          200: z.object({
            purpose: z.enum(['setup', 'invitation', 'password_reset', 'email_confirmation']),
          }),
        },
      },
    },
    async (request) => {
      const now = ctx.clock.now()
      await takeAttempt(ctx.db, 'link_address', request.ip, now)
      const purposes: TokenPurpose[] = [...CHOOSING, 'setup', 'email_confirmation']
      const row = await peekToken(ctx.db, { token: request.body.token, purposes, now })
      if (!row) throw invalidField('/token', 'link_invalid')
      return { purpose: row.purpose }
    },
  )
}

/** Somebody who is logged in proves once more who they are; 422 on the field, 429 after too many. */
export async function assertPassword(
  ctx: Context,
  account: { email: string; passwordHash: string | null },
  password: string,
  pointer: string,
): Promise<void> {
  await takeAttempt(ctx.db, 'login_account', account.email, ctx.clock.now())
  if (!(await verifyPassword(account.passwordHash, password)))
    throw invalidField(pointer, 'wrong_password')
  await clearAttempts(ctx.db, 'login_account', account.email)
}

async function requestReset(
  ctx: Context,
  realms: AccountRealms,
  { email, realm }: { email: string; realm?: 'staff' | 'customer' },
): Promise<void> {
  const now = ctx.clock.now()
  for (const name of realm ? [realm] : (['staff', 'customer'] as const)) {
    await inTransaction(ctx, async (tx) => {
      const account = await realms[name].findByEmail(tx, email)
      if (!account) return
      const { id } = account
      const issued = await issueToken(tx, {
        purpose: 'password_reset',
        realm: name,
        accountId: id,
        now,
      })
      emitAccountMail(tx, { ctx, now }, 'password_reset.requested', { ...account, issued })
    })
  }
}
