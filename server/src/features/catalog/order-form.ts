import { isDeepStrictEqual } from 'node:util'
import { type OrderField, withOrderFields } from '@berth/sdk'
import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context, Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { record } from '../history/record.ts'
import type { Product } from './queries.ts'
import { products } from './tables.ts'

/**
 * The form that order data are checked by: the module's, with what a server said that the product
 * asks besides. A custom service has no product. Undefined when no module is installed for the type.
 */
export function orderFormOf(
  ctx: Context,
  type: string,
  product: Pick<Product, 'orderFields'> | null | undefined,
): z.ZodObject | undefined {
  const module = ctx.modules.get(type)
  return module && withOrderFields(module.orderForm, product?.orderFields ?? [])
}

/** What came of reading a product's order form: its fields, or why they are as they were. */
export type OrderFieldsRead = { fields: readonly OrderField[] } | { problem: string }

/** Keeps what was read from a server. Fields that did not change leave no entry in the history. */
export async function keepOrderFields(
  tx: Tx,
  env: Env,
  before: Pick<Product, 'id' | 'orderFields'>,
  read: OrderFieldsRead,
): Promise<void> {
  const isRead = 'fields' in read
  const set = isRead
    ? { orderFields: [...read.fields], orderFieldsProblem: null, orderFieldsReadAt: env.now }
    : { orderFieldsProblem: read.problem }
  await tx.update(products).set(set).where(eq(products.id, before.id))
  if (!isRead || isDeepStrictEqual(read.fields, before.orderFields)) return
  const names = (fields: readonly OrderField[]) => fields.map(({ name }) => name)
  await record(tx, env, [
    {
      subject: 'product',
      subjectId: before.id,
      kind: 'product.order_form_read',
      before: { fields: names(before.orderFields) },
      after: { fields: names(read.fields) },
    },
  ])
}
