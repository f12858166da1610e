import { z } from 'zod'
import type { Context } from '../../context.ts'
import { customerIdOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { findCustomer, listUsers, toOwnCustomerJson } from './queries.ts'
import { ownCustomerChange, ownCustomerJson, userJson } from './schemas.ts'
import { updateCustomer } from './update-customer.ts'

const config = { access: { kind: 'customer' as const } }
const tags = ['profile']

/** What users see and change of their own customer. */
export function clientCustomerRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/client/customer',
    { config, schema: { summary: 'Your details', tags, response: { 200: ownCustomerJson } } },
    async (request) => {
      const row = await findCustomer(ctx.db, customerIdOf(request))
      if (!row) throw notFound()
      return toOwnCustomerJson(row)
    },
  )

  http.patch(
    '/api/v1/client/customer',
    {
      config,
      schema: {
        summary: 'Change your details; documents already issued keep theirs',
        tags,
        body: ownCustomerChange,
        response: { 200: ownCustomerJson },
      },
    },
    (request) =>
      inTransaction(ctx, async (tx) => {
        const env = requestEnv(ctx, request)
        return toOwnCustomerJson(await updateCustomer(tx, env, customerIdOf(request), request.body))
      }),
  )

  http.get(
    '/api/v1/client/users',
    {
      config,
      schema: {
        summary: 'Who logs in for you',
        tags,
        response: { 200: z.object({ items: z.array(userJson) }) },
      },
    },
    async (request) => ({ items: await listUsers(ctx.db, customerIdOf(request)) }),
  )
}
