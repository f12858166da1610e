import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { invalidField, notFound } from '../../platform/problem.ts'
import { violatedConstraint } from '../../platform/transaction.ts'
import { record } from '../history/record.ts'
import { businessSettings } from '../settings/business.ts'
import { readSettings } from '../settings/sections.ts'
import { checkProduct } from './check-product.ts'
import { type CataloguedProduct, loadProducts, productFacts } from './queries.ts'
import type { NewProduct, PriceInput, ProductChanges } from './schemas.ts'
import { productPrices, products } from './tables.ts'

/** 422 naming what the module, the metadata or the prices refuse. */
export async function createProduct(
  tx: Tx,
  env: Env,
  wanted: NewProduct,
): Promise<CataloguedProduct> {
  const { prices, ...columns } = wanted
  const { currencies } = await readSettings(tx, businessSettings)
  const moduleSettings = checkProduct(env, wanted, currencies)
  const id = newId()
  await tx
    .insert(products)
    .values({ ...columns, id, moduleSettings, createdAt: env.now })
    .catch(unknownReference)
  await replacePrices(tx, id, prices)
  const created = await takeProduct(tx, id)
  await record(tx, env, [
    { subject: 'product', subjectId: id, kind: 'product.created', after: productFacts(created) },
  ])
  emit(tx, 'product.order_form_due', [{ productId: id }])
  return created
}

/** Changes what is given; prices are replaced as a whole. 404 for an unknown id. */
export async function updateProduct(
  tx: Tx,
  env: Env,
  id: string,
  changes: ProductChanges,
): Promise<CataloguedProduct> {
  await tx
    .select({ id: products.id })
    .from(products)
    .where(eq(products.id, id))
    .for('no key update')
  const before = await takeProduct(tx, id)
  if (Object.keys(changes).length === 0) return before
  const { prices, ...columns } = changes
  const { currencies } = await readSettings(tx, businessSettings)
  const draft = { ...before.product, ...columns, prices: prices ?? [] }
  const moduleSettings = CHECKED.some((field) => field in changes)
    ? checkProduct(env, draft, currencies)
    : before.product.moduleSettings
  await tx
    .update(products)
    .set({ ...columns, moduleSettings })
    .where(eq(products.id, id))
    .catch(unknownReference)
  if (prices) await replacePrices(tx, id, prices)
  const after = await takeProduct(tx, id)
  const pick = (row: CataloguedProduct) => {
    const json: Record<string, unknown> = productFacts(row)
    return Object.fromEntries(Object.keys(changes).map((name) => [name, json[name]]))
  }
  await record(tx, env, [
    {
      subject: 'product',
      subjectId: id,
      kind: 'product.changed',
      before: pick(before),
      after: pick(after),
    },
  ])
  if (DECIDING.some((field) => field in changes))
    emit(tx, 'product.policy_changed', [{ productId: id }])
  if (ASKED_WITH.some((field) => field in changes))
    emit(tx, 'product.order_form_due', [{ productId: id }])
  return after
}

/** What a server reads the product's order form from. */
const ASKED_WITH = ['moduleSettings', 'serverGroupId'] as const

/** What the automation decides by: a change moves the next steps of the product's services. */
const DECIDING = ['policy', 'metadata', 'freeRenewalOnRequest', 'groupId'] as const

/** Other fields can be changed even where the module has become stricter, or is gone. */
const CHECKED = ['moduleSettings', 'serverGroupId', 'metadata', 'prices'] as const

async function takeProduct(tx: Tx, id: string): Promise<CataloguedProduct> {
  const found = (await loadProducts(tx, [id])).get(id)
  if (!found) throw notFound()
  return found
}

async function replacePrices(tx: Tx, productId: string, prices: readonly PriceInput[]) {
  await tx.delete(productPrices).where(eq(productPrices.productId, productId))
  if (prices.length === 0) return
  await tx.insert(productPrices).values(
    prices.map(({ cycle, price, setupFee }) => ({
      productId,
      cycle,
      currency: price.currency,
      price: BigInt(price.amount),
      setupFee: BigInt(setupFee?.amount ?? '0'),
    })),
  )
}

/** Groups are referred to by foreign keys, also the servers', whose table is not ours to read. */
function unknownReference(error: unknown): never {
  const constraint = violatedConstraint(error)
  if (constraint === 'products_server_group_fk')
    throw invalidField('/serverGroupId', 'unknown_server_group')
  if (constraint?.startsWith('products_group_id')) throw invalidField('/groupId', 'unknown_group')
  throw error
}
