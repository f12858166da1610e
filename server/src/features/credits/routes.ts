import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import { customerIdOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { fromMoneyJson, moneyJson, positiveMoneyJson } from '../../platform/json.ts'
import { pageSchema } from '../../platform/pagination.ts'
import { invalidField, notFound } from '../../platform/problem.ts'
import { requestEnv } from '../../platform/request-env.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { customers } from '../customers/tables.ts'
import { addCredit, takeCredit } from './add-credit.ts'
import {
  creditBalancesOf,
  creditEntryJson,
  creditFilters,
  listCreditEntries,
  toCreditEntryJson,
} from './queries.ts'

const tags = ['credits']
const params = z.object({ id: z.uuid() })
const balances = z.object({ balances: z.array(moneyJson) })

const movement = z.strictObject({
  amount: positiveMoneyJson,
  direction: z.enum(['add', 'remove']),
  note: z.string().trim().min(1).max(500),
})

/** A customer's credit: balances, movements, and corrections by staff. */
export function creditRoutes(http: Http, ctx: Context): void {
  staffReads(http, ctx)
  staffWrites(http, ctx)
  customerReads(http, ctx)
}

function staffReads(http: Http, ctx: Context): void {
  const config = { access: { kind: 'staff', permission: 'customers:read' } } as const
  http.get(
    '/api/v1/admin/customers/:id/credit',
    {
      config,
      schema: { summary: 'A customer’s credit', tags, params, response: { 200: balances } },
    },
    async ({ params: { id } }) => {
      await assertCustomer(ctx, id)
      return { balances: await creditBalancesOf(ctx.db, id) }
    },
  )
  http.get(
    '/api/v1/admin/customers/:id/credit/entries',
    {
      config,
      schema: {
        summary: 'Movements of a customer’s credit',
        tags,
        params,
        querystring: creditFilters,
        response: { 200: pageSchema(creditEntryJson) },
      },
    },
    async ({ params: { id }, query }) => {
      await assertCustomer(ctx, id)
      const { items, ...page } = await listCreditEntries(ctx.db, id, query)
      return { ...page, items: items.map(toCreditEntryJson) }
    },
  )
}

function staffWrites(http: Http, ctx: Context): void {
  http.post(
    '/api/v1/admin/customers/:id/credit/entries',
    {
      config: { access: { kind: 'staff', permission: 'credits:update' } },
      schema: {
        summary: 'Add to a customer’s credit, or remove from it',
        tags,
        params,
        body: movement,
        response: { 201: balances },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await assertCustomer(ctx, id)
      const env = requestEnv(ctx, request)
      await moveCredit(ctx, env, id, request.body)
      return reply.code(201).send({ balances: await creditBalancesOf(ctx.db, id) })
    },
  )
}

async function moveCredit(
  ctx: Context,
  env: Env,
  customerId: string,
  { amount: money, direction, note }: z.output<typeof movement>,
): Promise<void> {
  const { amount, currency } = fromMoneyJson(money)
  if (amount === 0n) throw invalidField('/amount/amount', 'amount_not_positive')
  const entry = { customerId, amount, currency, reason: 'staff' as const, note }
  const move = direction === 'add' ? addCredit : takeCredit
  await inTransaction(ctx, (tx) => move(tx, env, entry))
}

function customerReads(http: Http, ctx: Context): void {
  const config = { access: { kind: 'customer' } } as const
  http.get(
    '/api/v1/client/credit',
    { config, schema: { summary: 'Your credit', tags, response: { 200: balances } } },
    async (request) => ({ balances: await creditBalancesOf(ctx.db, customerIdOf(request)) }),
  )
  http.get(
    '/api/v1/client/credit/entries',
    {
      config,
      schema: {
        summary: 'Movements of your credit',
        tags,
        querystring: creditFilters,
        response: { 200: pageSchema(creditEntryJson.omit({ by: true })) },
      },
    },
    async (request) => {
      const { items, ...page } = await listCreditEntries(
        ctx.db,
        customerIdOf(request),
        request.query,
      )
      return { ...page, items: items.map(toCreditEntryJson) }
    },
  )
}

async function assertCustomer(ctx: Context, id: string): Promise<void> {
  const [row] = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(eq(customers.id, id))
  if (!row) throw notFound()
}
