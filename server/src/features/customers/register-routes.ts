import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Tx } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { invalidField, notFound, Problem } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { acceptedLanguage, type Language } from '../../platform/text.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { takeAttempt } from '../auth/attempts.ts'
import { enter, selfEnv } from '../auth/enter.ts'
import { takeToken } from '../auth/one-time-tokens.ts'
import { assertPassword } from '../auth/password-routes.ts'
import { hashPassword } from '../auth/passwords.ts'
import { emailInput, nothing, sessionAnswer } from '../auth/schemas.ts'
import { ownAccount } from '../auth/session-routes.ts'
import { accountSettings } from '../auth/settings.ts'
import { record } from '../history/record.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { userAccounts } from './accounts.ts'
import { addUser, customerWordsChanged, type User } from './add-user.ts'
import { createCustomer, explainEmail } from './create-customer.ts'
import { registerInput } from './schemas.ts'
import { users } from './tables.ts'
import { askToConfirm } from './user-mails.ts'

const tags = ['auth']
const open = { access: { kind: 'public' as const } }

/** Becoming a customer, and proving that an address is one's own. */
export function registerRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/auth/register',
    {
      config: open,
      schema: {
        summary: 'Become a customer; you are logged in at once and asked by mail to confirm',
        tags,
        body: registerInput,
        response: { 201: sessionAnswer },
      },
    },
    async (request, reply) => {
      await takeAttempt(ctx.db, 'register_address', request.ip, ctx.clock.now())
      const { registrationOpen } = await readSettings(ctx.db, accountSettings)
      if (!registrationOpen) throw new Problem('registration_closed')
      const business = await readSettings(ctx.db, businessSettings)
      const language =
        request.body.language ??
        acceptedLanguage(request.headers['accept-language'], business.language)
      const { password, contactName, ...wanted } = request.body
      const passwordHash = await hashPassword(password)
      const env = requestEnv(ctx, request, registrant(contactName ?? wanted.name, language))
      const user = await inTransaction(ctx, async (tx) => {
        const { id } = await createCustomer(tx, env, {
          ...wanted,
          language,
          country: wanted.country ?? business.country,
          currency: wanted.currency ?? business.currencies[0] ?? 'EUR',
        })
        const { email } = wanted
        const name = contactName ?? wanted.name
        const made = await addUser(tx, env, { customerId: id, email, name, language, passwordHash })
        await askToConfirm(tx, env, made, 'user.registered')
        return made
      })
      const account = await userAccounts.findById(ctx.db, user.id)
      if (!account) throw new Problem('wrong_credentials')
      return reply.code(201).send(await enter(ctx, userAccounts, account, { request, reply }))
    },
  )
  confirmRoute(http, ctx)
  addressRoutes(http, ctx)
}

function confirmRoute(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/auth/confirm-email',
    {
      config: open,
      schema: {
        summary: 'Confirm an address with the one-time link that was mailed to it',
        tags,
        body: z.strictObject({ token: z.string().min(1).max(200) }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      const now = ctx.clock.now()
      await takeAttempt(ctx.db, 'link_address', request.ip, now)
      await inTransaction(ctx, async (tx) => {
        const presented = { token: request.body.token, purposes: ['email_confirmation' as const] }
        const row = await takeToken(tx, { ...presented, now })
        const account = row?.accountId ? await userAccounts.findById(tx, row.accountId) : null
        if (!account) throw invalidField('/token', 'link_invalid')
        const email = row?.email ?? account.email
        await confirmEmail(tx, selfEnv(ctx, account, request), { ...account, email })
      })
      return {}
    },
  )
}

/** Sets the proven address, which may be a new one. */
async function confirmEmail(
  tx: Tx,
  env: Env,
  { id, email }: { id: string; email: string },
): Promise<void> {
  const [before] = await tx.select().from(users).where(eq(users.id, id)).for('update')
  if (!before) return
  await tx
    .update(users)
    .set({ email, emailConfirmedAt: env.now })
    .where(eq(users.id, id))
    .catch(explainEmail)
  const { customerId } = before
  if (email !== before.email) await customerWordsChanged(tx, customerId)
  const entry = { subject: 'user', subjectId: id, customerId, kind: 'user.email_confirmed' }
  await record(tx, env, [{ ...entry, before: { email: before.email }, after: { email } }])
}

function addressRoutes(http: Http, ctx: Context): void {
  const own = { access: { kind: 'customer' as const } }
  http.post(
    '/api/v1/auth/resend-confirmation',
    {
      config: own,
      schema: { summary: 'Mail the confirmation link again', tags, response: { 202: nothing } },
    },
    async (request, reply) => {
      const user = await ownUser(ctx, ownAccount(actorOf(request)).accountId)
      await takeAttempt(ctx.db, 'reset_account', user.id, ctx.clock.now())
      if (user.emailConfirmedAt === null) await ask(ctx, requestEnv(ctx, request), user)
      return reply.code(202).send({})
    },
  )

  http.post(
    '/api/v1/auth/change-email',
    {
      config: own,
      schema: {
        summary: 'Log in with another address, once the link mailed to it was followed',
        tags,
        body: z.strictObject({ email: emailInput, password: z.string().min(1).max(200) }),
        response: { 202: nothing },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body
      const user = await ownUser(ctx, ownAccount(actorOf(request)).accountId)
      await assertPassword(ctx, user, password, '/password')
      await takeAttempt(ctx.db, 'reset_account', user.id, ctx.clock.now())
      const [taken] = await ctx.db
        .select({ id: users.id })
        .from(users)
        .where(eq(users.email, email))
      if (taken && taken.id !== user.id) throw invalidField('/email', 'email_taken')
      await ask(ctx, requestEnv(ctx, request), { ...user, email })
      return reply.code(202).send({})
    },
  )
}

async function ownUser(ctx: Context, id: string): Promise<User> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, id))
  if (!user) throw notFound()
  return user
}

const ask = (ctx: Context, env: Env, user: User) =>
  inTransaction(ctx, (tx) => askToConfirm(tx, env, user, 'email_confirmation.requested'))

/** Somebody who is about to become a user. */
function registrant(name: string, language: Language): Actor {
  return { kind: 'user', id: null, name, language, permissions: new Set(), customerId: null }
}
