import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { nothing } from '../auth/schemas.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { addUser } from './add-user.ts'
import { anonymiseCustomer } from './anonymise.ts'
import { createCustomer } from './create-customer.ts'
import { customerQuery, describeCustomer, findCustomer, listCustomers } from './queries.ts'
import {
  customerChange,
  customerItem,
  customerJson,
  idParams,
  newCustomerInput,
} from './schemas.ts'
import { updateCustomer } from './update-customer.ts'
import { inviteUser } from './user-mails.ts'

const tags = ['customers']
const may = (permission: string) => ({ access: { kind: 'staff' as const, permission } })

export function customerRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/customers',
    {
      config: may('customers:read'),
      schema: {
        summary: 'Customers; search by name, e-mail or number; sort by createdAt, name, number',
        tags,
        querystring: customerQuery,
        response: { 200: pageSchema(customerItem) },
      },
    },
    (request) => listCustomers(ctx.db, request.query),
  )

  http.get(
    '/api/v1/admin/customers/:id',
    {
      config: may('customers:read'),
      schema: {
        summary: 'A customer with its users',
        tags,
        params: idParams,
        response: { 200: customerJson },
      },
    },
    async (request) => {
      const row = await findCustomer(ctx.db, request.params.id)
      if (!row) throw notFound()
      return describeCustomer(ctx.db, row)
    },
  )
  createRoute(http, ctx)

  http.patch(
    '/api/v1/admin/customers/:id',
    {
      config: may('customers:update'),
      schema: {
        summary: 'Change a customer',
        tags,
        params: idParams,
        body: customerChange,
        response: { 200: customerJson },
      },
    },
    (request) =>
      inTransaction(ctx, async (tx) => {
        const env = requestEnv(ctx, request)
        const row = await updateCustomer(tx, env, request.params.id, request.body)
        return describeCustomer(tx, row)
      }),
  )

  http.post(
    '/api/v1/admin/customers/:id/anonymise',
    {
      config: may('customers:anonymise'),
      schema: {
        summary: 'Forget who a customer is, for good; documents stay as they were issued',
        tags,
        params: idParams,
        response: { 200: nothing },
      },
    },
    async (request) => {
      const env = requestEnv(ctx, request)
      await inTransaction(ctx, (tx) => anonymiseCustomer(tx, env, request.params.id))
      return {}
    },
  )
}

function createRoute(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/admin/customers',
    {
      config: may('customers:create'),
      schema: {
        summary: 'Make a customer; with `user`, somebody is invited to log in for it',
        tags,
        body: newCustomerInput,
        response: { 201: z.object({ id: z.uuid(), userId: z.uuid().nullable() }) },
      },
    },
    async (request, reply) => {
      const { user: wantedUser, ...wanted } = request.body
      const env = requestEnv(ctx, request)
      const business = await readSettings(ctx.db, businessSettings)
      const made = await inTransaction(ctx, async (tx) => {
        const customer = await createCustomer(tx, env, {
          ...wanted,
          country: wanted.country ?? business.country,
          currency: wanted.currency ?? business.currencies[0] ?? 'EUR',
          language: wanted.language ?? actorOf(request).language,
        })
        if (!wantedUser) return { id: customer.id, userId: null }
        const user = await addUser(tx, env, {
          ...wantedUser,
          language: wantedUser.language ?? customer.language,
          customerId: customer.id,
          passwordHash: null,
        })
        await inviteUser(tx, env, user)
        return { id: customer.id, userId: user.id }
      })
      return reply.code(201).send(made)
    },
  )
}
