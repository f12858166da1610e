import { maskSecrets, type OrderField, orderFieldSchema, type Result } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { keepOrderFields, type OrderFieldsRead } from '../catalog/order-form.ts'
import { products } from '../catalog/tables.ts'
import { moduleContext } from './module-context.ts'
import { moduleServer, type ServerRow, serverSecretValues } from './module-server.ts'
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
    const answer = await askServer(ctx, product, row)
    if (answer.ok) return { fields: answer.value }
    problem = `${row.name}: ${answer.error.message}`
  }
  return { problem }
}

async function askServer(
  ctx: Context,
  product: Product,
  row: ServerRow,
): Promise<Result<readonly OrderField[]>> {
  const module = ctx.modules.get(product.type)
  const server = moduleServer(ctx, row)
  if (!server.ok || !module?.orderFields) return server.ok ? NOTHING : server
  const settings = module.productSettings.safeParse(product.moduleSettings)
  if (!settings.success) return failure('The product’s module settings are not complete')
  const signal = AbortSignal.timeout(LIMIT_MS)
  const call = moduleContext(ctx, { type: product.type, server: server.value, signal })
  const secrets = serverSecretValues(ctx, product.type, server.value)
  try {
    const answer = await module.orderFields(call, server.value, settings.data)
    if (!answer.ok) return failure(maskSecrets(answer.error.message, secrets))
    const fields = answerSchema.safeParse(answer.value)
    return fields.success
      ? { ok: true, value: fields.data }
      : failure(z.prettifyError(fields.error))
  } catch (error) {
    return failure(maskSecrets(error instanceof Error ? error.message : String(error), secrets))
  }
}

const NOTHING: Result<readonly OrderField[]> = { ok: true, value: [] }
const failure = (message: string): Result<never> => ({
  ok: false,
  error: { code: 'transient', message },
})
