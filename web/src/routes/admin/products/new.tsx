import { Alert, Anchor } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groupsQuery, modulesQuery } from '../../../features/products/catalog-requests.ts'
import { NEW_PRODUCT } from '../../../features/products/product-draft.ts'
import { ProductForm } from '../../../features/products/product-form.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

/** Makes a product. */
export default function NewProductPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="products:update">
      <PageHeader
        title={t('products.new')}
        parents={[{ label: t('products.title'), to: '/admin/products' }]}
      />
      <NewProduct />
    </RequirePermission>
  )
}

function NewProduct() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const search = useSearch({ strict: false }) as { groupId?: string }
  const modules = useQuery(modulesQuery)
  const groups = useQuery(groupsQuery)
  if (modules.isPending || groups.isPending) return <LoadingState />
  if (modules.isError) return <ErrorState error={modules.error} />
  if (groups.isError) return <ErrorState error={groups.error} />
  const choices = groups.data.map((group) => ({
    value: group.id,
    label: localText(group.name, i18n.language) ?? group.slug,
  }))
  if (choices.length === 0) {
    return (
      <Alert color="blue" title={t('products.needsGroup')}>
        <Anchor component={Link} to="/admin/products/groups">
          {t('products.groups.new')}
        </Anchor>
      </Alert>
    )
  }
  const groupId = search.groupId ?? (choices.length === 1 ? (choices[0]?.value ?? null) : null)
  return (
    <ProductForm
      id={null}
      initial={{ ...NEW_PRODUCT, groupId }}
      modules={modules.data}
      groups={choices}
      onSaved={async (product) => {
        await queries.invalidateQueries({ queryKey: ['product'] })
        notifyDone(t('products.madeIt', { name: localText(product.name, i18n.language) }))
        await navigate({ to: `/admin/products/${product.id}` })
      }}
    />
  )
}
