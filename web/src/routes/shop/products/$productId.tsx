import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { OrderPage } from '../../../features/shop/order-page.tsx'
import { shopProductQuery } from '../../../features/shop/shop-queries.ts'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** A product: choose, see what it costs, order. */
export default function ShopProductPage() {
  const { productId = '' } = useParams({ strict: false }) as { productId?: string }
  const product = useQuery(shopProductQuery(productId))
  if (product.isPending) return <LoadingState />
  if (product.isError) {
    return <ErrorState error={product.error} onRetry={() => void product.refetch()} />
  }
  return <OrderPage key={productId} product={product.data} />
}
