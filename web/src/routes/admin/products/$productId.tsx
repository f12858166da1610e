import { Badge, Stack } from '@mantine/core'
import { IconArchive, IconArchiveOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { ProductOptions } from '../../../features/options/product-options.tsx'
import { ApplyPrices } from '../../../features/price-change/apply-prices.tsx'
import {
  groupsQuery,
  modulesQuery,
  type ProductPage,
  productQuery,
} from '../../../features/products/catalog-requests.ts'
import { OrderFormFields } from '../../../features/products/order-form-fields.tsx'
import { type ProductDraft, toGrid } from '../../../features/products/product-draft.ts'
import { ProductForm } from '../../../features/products/product-form.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { ActionMenu } from '../../../ui/action/action-menu.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** One product: everything about it can be changed here. */
export default function ProductPageRoute() {
  const { productId = '' } = useParams({ strict: false })
  return (
    <RequirePermission permission="products:read">
      <Product key={productId} id={productId} />
    </RequirePermission>
  )
}

function Product({ id }: { id: string }) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const product = useQuery(productQuery(id))
  const modules = useQuery(modulesQuery)
  const groups = useQuery(groupsQuery)
  if (product.isError) return <ErrorState error={product.error} />
  if (modules.isError) return <ErrorState error={modules.error} />
  if (groups.isError) return <ErrorState error={groups.error} />
  if (product.isPending || modules.isPending || groups.isPending) return <LoadingState />
  const name = localText(product.data.name, i18n.language) ?? ''
  const type = modules.data.find((module) => module.id === product.data.type)
  return (
    <>
      <PageHeader
        title={name}
        parents={[{ label: t('products.title'), to: '/admin/products' }]}
        subtitle={[
          localText(product.data.group.name, i18n.language),
          localText(type?.name, i18n.language),
        ].join(' · ')}
        badges={
          product.data.archivedAt && (
            <Badge variant="light" color="gray" tt="none" radius="sm">
              {t('products.archived')}
            </Badge>
          )
        }
        secondary={
          <ActionMenu
            actions={product.data.actions}
            subject={{ type: 'product', name, href: `/api/v1/admin/products/${id}` }}
            texts="products.actions"
            looks={{ archive: { icon: IconArchive }, restore: { icon: IconArchiveOff } }}
          />
        }
      />
      <Stack gap="md">
        <ProductForm
          id={id}
          initial={toDraft(product.data)}
          modules={modules.data}
          groups={groups.data.map((group) => ({
            value: group.id,
            label: localText(group.name, i18n.language) ?? group.slug,
          }))}
          onSaved={async () => {
            notifyDone(t('products.saved'))
            await queries.invalidateQueries({ queryKey: ['product'] })
          }}
        />
        {type?.abilities.includes('orderFields') && <OrderFormFields product={product.data} />}
        <ApplyPrices productId={id} />
        <ProductOptions productId={id} />
        <HistorySection subject="product" subjectId={id} />
      </Stack>
    </>
  )
}

function toDraft(product: ProductPage): ProductDraft {
  const { id: _id, createdAt, archivedAt, group, actions, prices, ...more } = product
  const { orderFields, orderFieldsProblem, orderFieldsReadAt, orderForm, ...rest } = more
  return { ...rest, policy: { ...rest.policy }, prices: toGrid(prices) }
}
