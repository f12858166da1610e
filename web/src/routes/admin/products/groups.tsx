import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import type { ProductGroup } from '../../../features/products/catalog-requests.ts'
import { GroupDialog } from '../../../features/products/group-dialog.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { RowLink } from '../../../ui/table/row-link.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '', limit: 200, filters: [] }

/** The groups that products stand in. */
export default function ProductGroupsPage() {
  return (
    <RequirePermission permission="products:read">
      <ProductGroups />
    </RequirePermission>
  )
}

function ProductGroups() {
  const { t, i18n } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('products:update')
  const [open, setOpen] = useState<ProductGroup | 'new' | null>(null)
  const query = useQuery({
    queryKey: ['product', 'group-list'],
    queryFn: () => read(api.GET('/api/v1/admin/product-groups')),
  })
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
      {t('products.groups.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('products.groups.title')}
        parents={[{ label: t('products.title'), to: '/admin/products' }]}
        primary={add}
      />
      <DataTable<ProductGroup>
        name="product-groups"
        list={list}
        query={query}
        columns={[
          {
            id: 'name',
            title: t('products.fields.name'),
            isMain: true,
            render: (row) => (
              <RowLink onClick={() => setOpen(row)}>
                {localText(row.name, i18n.language) ?? row.slug}
              </RowLink>
            ),
          },
          { id: 'slug', title: t('products.groups.slug'), render: (row) => row.slug },
          {
            id: 'visibility',
            title: t('products.fields.visibility'),
            render: (row) => t(`products.visibility.${row.visibility}`),
          },
          {
            id: 'position',
            title: t('products.fields.position'),
            align: 'end',
            render: (row) => row.position,
          },
        ]}
        empty={{
          title: t('products.groups.empty'),
          text: t('products.groups.emptyText'),
          action: add,
        }}
      />
      {open && (
        <GroupDialog
          key={open === 'new' ? 'new' : open.id}
          group={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
