import { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Http } from '../../platform/feature.ts'
import { Problem } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { placeOf, sessionTokenOf, setSessionCookie } from '../auth/cookie.ts'
import { type Exchange, enter } from '../auth/enter.ts'
import { sessionAnswer } from '../auth/schemas.ts'
import { closeSession, openAccountSession } from '../auth/sessions.ts'
import { record } from '../history/record.ts'
import { staffAccounts } from '../staff/accounts.ts'
import { userAccounts } from './accounts.ts'
import type { User } from './add-user.ts'
import { userToImpersonate } from './change-user.ts'
import { idParams } from './schemas.ts'
import { lockCustomer } from './update-customer.ts'

/** Looking through a customer's eyes, and coming back. Both are in the history. */
export function impersonationRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/admin/customers/:id/impersonate',
    {
      config: { access: { kind: 'staff', permission: 'customers:impersonate' } },
      schema: {
        summary: 'Look through a user’s eyes; this browser becomes theirs until you leave',
        tags: ['customers'],
        params: idParams,
        body: z.strictObject({ userId: z.uuid().optional() }).default({}),
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      if (actor.kind !== 'staff' || !actor.id) throw new Problem('not_allowed')
      const env = requestEnv(ctx, request)
      const user = await inTransaction(ctx, async (tx) => {
        const customer = await lockCustomer(tx, request.params.id)
        const found = await userToImpersonate(tx, customer.id, request.body.userId)
        await note(tx, env, found, 'user.impersonated')
        return found
      })
      return becomeUser(ctx, actor.id, user, { request, reply })
    },
  )

  http.post(
    '/api/v1/auth/leave-impersonation',
    {
      config: { access: { kind: 'session' } },
      schema: {
        summary: 'Stop looking through a user’s eyes; you are yourself again',
        tags: ['auth'],
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { id, impersonatedBy } = actorOf(request)
      const user = id ? await userAccounts.findById(ctx.db, id) : null
      const member = impersonatedBy ? await staffAccounts.findById(ctx.db, impersonatedBy) : null
      if (!user?.customerId || !member) throw new Problem('not_impersonating')
      const { customerId } = user
      await inTransaction(ctx, (tx) =>
        note(tx, requestEnv(ctx, request), { id: user.id, customerId }, 'user.impersonation_left'),
      )
      return enter(ctx, staffAccounts, member, { request, reply })
    },
  )
}

/** Replaces the staff member's session by one of the user that knows who is behind it. */
async function becomeUser(
  ctx: Context,
  impersonatedBy: string,
  user: User,
  { request, reply }: Exchange,
) {
  const former = sessionTokenOf(request)
  if (former) await closeSession(ctx.db, former)
  const token = await openAccountSession(ctx.db, {
    realm: 'customer',
    accountId: user.id,
    impersonatedBy,
    ...placeOf(request),
    now: ctx.clock.now(),
  })
  setSessionCookie(ctx, reply, token, 'staff')
  const as = await userAccounts.loadActor(ctx, user.id)
  if (!as) throw new Problem('no_user_to_impersonate')
  return userAccounts.describe(ctx, { ...as, impersonatedBy })
}

function note(
  tx: Tx,
  env: Env,
  user: { id: string; customerId: string },
  kind: string,
): Promise<void> {
  const { id, customerId } = user
  return record(tx, env, [{ subject: 'user', subjectId: id, customerId, kind }])
}
