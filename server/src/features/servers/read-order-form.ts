import { fail, type OrderField, ok, orderFieldSchema, type Result } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { keepOrderFields, type OrderFieldsRead } from '../catalog/order-form.ts'
import { products } from '../catalog/tables.ts'
import { askServer } from './ask-server.ts'
import type { ServerRow } from './module-server.ts'
import { serversOfGroup } from './places.ts'

const LIMIT_MS = 15_000
const answerSchema = z.array(orderFieldSchema).max(200)

type Product = typeof products.$inferSelect

/**
 * Asks a server of the product's group what its order form has beyond the module's own, outside of
 * any transaction, and keeps the answer with the product. Where no server answers, the fields stay
 * as they were and the product says why. Nothing to do for modules without such fields.
 */
export async function readOrderForm(env: Env, productId: string): Promise<void> {
  const { ctx } = env
  const [product] = await ctx.db.select().from(products).where(eq(products.id, productId))
  if (!product || !ctx.modules.get(product.type)?.orderFields) return
  const read = await askServers(ctx, product)
  await inTransaction(ctx, async (tx) => {
    const [now] = await tx
      .select()
      .from(products)
      .where(eq(products.id, productId))
      .for('no key update')
    if (now) await keepOrderFields(tx, env, now, read)
  })
}

async function askServers(ctx: Context, product: Product): Promise<OrderFieldsRead> {
  let problem = 'No server of the product’s group could be asked'
  for (const row of await serversOfGroup(ctx.db, product)) {
    const answer = await askOne(ctx, product, row)
    if (answer.ok) return { fields: answer.value }
    problem = `${row.name}: ${answer.error.message}`
  }
  return { problem }
}

async function askOne(
  ctx: Context,
  product: Product,
  row: ServerRow,
): Promise<Result<readonly OrderField[]>> {
  const settings = ctx.modules.get(row.type)?.productSettings.safeParse(product.moduleSettings)
  if (!settings?.success) return fail('config', 'The product’s module settings are not complete')
  return askServer(ctx, {
    row,
    limitMs: LIMIT_MS,
    run: async (context, { module, server }) =>
      (await module.orderFields?.(context, server, settings.data)) ?? ok([]),
    read: (value) => {
      const fields = answerSchema.safeParse(value)
      if (fields.success) return fields.data
      throw new Error(z.prettifyError(fields.error))
    },
  })
}
