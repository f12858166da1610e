import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Http } from '../../platform/feature.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { nothing } from '../auth/schemas.ts'
import { addUser } from './add-user.ts'
import { disableUser, enableUser, lockUser } from './change-user.ts'
import { newUserInput, userParams } from './schemas.ts'
import { lockCustomer } from './update-customer.ts'
import { inviteUser } from './user-mails.ts'

const tags = ['customers']
const config = { access: { kind: 'staff' as const, permission: 'customers:update' } }

const VERBS = {
  disable: { summary: 'Log a user out and lock the account', run: disableUser },
  enable: { summary: 'Let a disabled user in again', run: enableUser },
  invite: { summary: 'Mail a new link to choose a password', run: inviteUser },
}

/** The users of a customer, as staff look after them. */
export function userRoutes(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/admin/customers/:id/users',
    {
      config,
      schema: {
        summary: 'Add a user, who is mailed an invitation',
        tags,
        params: z.object({ id: z.uuid() }),
        body: newUserInput,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const env = requestEnv(ctx, request)
      const { language, ...wanted } = request.body
      const id = await inTransaction(ctx, async (tx) => {
        const customer = await lockCustomer(tx, request.params.id)
        const user = await addUser(tx, env, {
          ...wanted,
          language: language ?? customer.language,
          customerId: customer.id,
          passwordHash: null,
        })
        await inviteUser(tx, env, user)
        return user.id
      })
      return reply.code(201).send({ id })
    },
  )

  for (const [verb, { summary, run }] of Object.entries(VERBS)) {
    http.post(
      `/api/v1/admin/customers/:id/users/:userId/${verb}`,
      { config, schema: { summary, tags, params: userParams, response: { 200: nothing } } },
      async (request) => {
        const env = requestEnv(ctx, request)
        const { id, userId } = request.params
        await inTransaction(ctx, async (tx) => {
          await lockCustomer(tx, id)
          await run(tx, env, await lockUser(tx, id, userId))
        })
        return {}
      },
    )
  }
}
