import { SimpleGrid } from '@mantine/core'
import { IconShoppingCart } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/state/states.tsx'
import { ProductCard } from './product-card.tsx'
import type { ShopProduct } from './shop-queries.ts'

/** The products of a group, or that it has none. */
export function ProductGrid({ products }: { products: ShopProduct[] }) {
  const { t } = useTranslation()
  if (products.length === 0) {
    return <EmptyState icon={IconShoppingCart} title={t('shop.empty')} text={t('shop.emptyText')} />
  }
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
      {products.map((product) => (
        <ProductCard key={product.id} product={product} />
      ))}
    </SimpleGrid>
  )
}
