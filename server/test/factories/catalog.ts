import type { Context } from '../../src/context.ts'
import type { Cycle } from '../../src/domain/cycle.ts'
import type { CataloguedProduct, ProductGroup } from '../../src/features/catalog/queries.ts'
import {
  type NewGroup,
  type NewProduct,
  newGroup,
  newProduct,
} from '../../src/features/catalog/schemas.ts'
import { createGroup } from '../../src/features/catalog/write-group.ts'
import { createProduct } from '../../src/features/catalog/write-product.ts'
import { newId } from '../../src/platform/ids.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { systemEnv } from './customer.ts'

/** A public product group with an address of its own. */
export async function makeGroup(
  ctx: Context,
  options: Partial<NewGroup> = {},
): Promise<ProductGroup> {
  const name = { en: 'Hosting', fr: 'Hébergement' }
  const wanted = newGroup.parse({ slug: `group-${newId()}`, name, ...options })
  return inTransaction(ctx, (tx) => createGroup(tx, systemEnv(ctx), wanted))
}

export interface ProductOptions extends Partial<Omit<NewProduct, 'prices'>> {
  /** Minor units per cycle; monthly 1000 unless said otherwise. */
  prices?: Partial<Record<Cycle, bigint>>
  /** The same for every cycle. */
  setupFee?: bigint
  currency?: string
}

/** A public product, of type `none` and 10.00 EUR a month by default, in a group of its own. */
export async function makeProduct(
  ctx: Context,
  options: ProductOptions = {},
): Promise<CataloguedProduct> {
  const { prices = { monthly: 1000n }, setupFee = 0n, currency = 'EUR', ...rest } = options
  const money = (amount: bigint) => ({ amount: amount.toString(), currency })
  const wanted = newProduct.parse({
    groupId: options.groupId ?? (await makeGroup(ctx)).id,
    type: 'none',
    name: { en: 'Standard', fr: 'Standard' },
    prices: Object.entries(prices).map(([cycle, price]) => ({
      cycle,
      price: money(price),
      setupFee: money(setupFee),
    })),
    ...rest,
  })
  return inTransaction(ctx, (tx) => createProduct(tx, systemEnv(ctx), wanted))
}
