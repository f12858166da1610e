import { inArray } from 'drizzle-orm'
import type { SubjectKind } from '../../platform/action.ts'
import { type CataloguedProduct, loadProducts } from './queries.ts'
import { products } from './tables.ts'

/** Products belong to no customer. */
export const productSubject: SubjectKind<CataloguedProduct> = {
  noun: 'product',
  plural: 'products',
  load: (db, ids) => loadProducts(db, ids),
  async lock(tx, ids) {
    await tx
      .select({ id: products.id })
      .from(products)
      .where(inArray(products.id, [...ids]))
      .orderBy(products.id)
      .for('no key update')
  },
  customerOf: () => '',
}
