import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ProductGrid } from '../../features/shop/product-grid.tsx'
import { shopGroupQuery } from '../../features/shop/shop-queries.ts'
import { localText } from '../../ui/form/schema-model.ts'
import { PageHeader } from '../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'

/** One group of the shop. */
export default function ShopGroupPage() {
  const { t, i18n } = useTranslation()
  const { slug = '' } = useParams({ strict: false }) as { slug?: string }
  const group = useQuery(shopGroupQuery(slug))
  if (group.isPending) return <LoadingState />
  if (group.isError) {
    return <ErrorState error={group.error} onRetry={() => void group.refetch()} />
  }
  return (
    <>
      <PageHeader
        title={localText(group.data.name, i18n.language) ?? ''}
        subtitle={localText(group.data.description, i18n.language)}
        parents={[{ label: t('shop.title'), to: '/shop' }]}
      />
      <ProductGrid products={group.data.products} />
    </>
  )
}
