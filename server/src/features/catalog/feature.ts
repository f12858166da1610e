import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { archiveProduct, restoreProduct } from './actions/archive-product.ts'
import { groupRoutes } from './group-routes.ts'
import { moduleRoutes } from './module-routes.ts'
import { productRoutes } from './product-routes.ts'

const actions = [archiveProduct, restoreProduct] as readonly AnyAction[]

/** What is sold: product groups, products, prices, stock. */
export const catalog: Feature = {
  name: 'catalog',
  actions,
  routes(http, ctx) {
    groupRoutes(http, ctx)
    productRoutes(http, ctx, actions)
    moduleRoutes(http, ctx)
  },
}
