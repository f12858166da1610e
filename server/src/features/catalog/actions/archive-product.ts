import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction, refused } from '../../../platform/action.ts'
import { record } from '../../history/record.ts'
import { productSubject } from '../product-subject.ts'
import type { CataloguedProduct } from '../queries.ts'
import { products } from '../tables.ts'

const input = z.strictObject({})
const output = z.object({ id: z.uuid() })
type Input = z.output<typeof input>
type Output = z.output<typeof output>

/** Takes a product out of the shop for good; its services go on. */
export const archiveProduct = defineAction<Context, CataloguedProduct, Input, Output>({
  id: 'product.archive',
  on: productSubject,
  permission: 'products:update',
  audiences: ['staff'],
  summary: 'Take a product out of the shop',
  input,
  output,
  check: ({ product }) =>
    product.archivedAt === null
      ? allowed({ key: 'product.leaves_the_shop' })
      : refused('product_archived'),
  async run(tx, { product }, _input, env) {
    await tx.update(products).set({ archivedAt: env.now }).where(eq(products.id, product.id))
    await record(tx, env, [{ subject: 'product', subjectId: product.id, kind: 'product.archived' }])
    return { id: product.id }
  },
})

/** Brings an archived product back. */
export const restoreProduct = defineAction<Context, CataloguedProduct, Input, Output>({
  id: 'product.restore',
  on: productSubject,
  permission: 'products:update',
  audiences: ['staff'],
  summary: 'Bring an archived product back',
  input,
  output,
  check: ({ product }) =>
    product.archivedAt === null
      ? refused('product_not_archived')
      : allowed({ key: 'product.returns_to_the_shop' }),
  async run(tx, { product }, _input, env) {
    await tx.update(products).set({ archivedAt: null }).where(eq(products.id, product.id))
    await record(tx, env, [{ subject: 'product', subjectId: product.id, kind: 'product.restored' }])
    return { id: product.id }
  },
})
