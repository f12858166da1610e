import { Badge, Button, Group, Text } from '@mantine/core'
import { IconFolders, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { send } from '../../../api/client.ts'
import {
  groupsQuery,
  modulesQuery,
  type Product,
} from '../../../features/products/catalog-requests.ts'
import { PriceSummary } from '../../../features/products/price-summary.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { Page, TableColumn, TableFilter } from '../../../ui/table/table-types.ts'
import { useListState } from '../../../ui/table/use-list-state.ts'
import { TimeText } from '../../../ui/value/time-text.tsx'

const LIST = { sort: '', tab: 'all', limit: 50, filters: ['type', 'visibility', 'archived'] }

/** What is sold, by group. */
export default function ProductsPage() {
  return (
    <RequirePermission permission="products:read">
      <Products />
    </RequirePermission>
  )
}

function Products() {
  const { t, i18n } = useTranslation()
  const list = useListState(LIST)
  const mayWrite = usePermission('products:update')
  const groups = useQuery(groupsQuery)
  const groupId = list.tab === 'all' ? undefined : (list.tab ?? undefined)
  const query = useQuery({
    queryKey: ['product', 'list', list.query, groupId],
    queryFn: ({ signal }) =>
      send<Page<Product>>({
        url: '/api/v1/admin/products',
        query: { ...list.query, ...(groupId ? { groupId } : {}) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  const say = (text: { en: string; fr: string }) => localText(text, i18n.language) ?? ''
  return (
    <>
      <PageHeader
        title={t('products.title')}
        primary={
          mayWrite && (
            <Button component={Link} to="/admin/products/new" leftSection={<IconPlus size={14} />}>
              {t('products.new')}
            </Button>
          )
        }
        secondary={
          <Button
            component={Link}
            to="/admin/products/groups"
            variant="default"
            leftSection={<IconFolders size={14} />}
          >
            {t('products.groups.title')}
          </Button>
        }
      />
      <DataTable
        name="products"
        list={list}
        query={query}
        columns={useColumns()}
        filters={useFilters()}
        tabs={[
          { id: 'all', label: t('products.everyGroup') },
          ...(groups.data ?? []).map((group) => ({ id: group.id, label: say(group.name) })),
        ]}
        searchLabel={t('products.search')}
        rowTo={(row) => `/admin/products/${row.id}`}
        empty={{
          title: t('products.empty'),
          text: t('products.emptyText'),
          action: mayWrite && (
            <Button component={Link} to="/admin/products/new">
              {t('products.new')}
            </Button>
          ),
        }}
      />
    </>
  )
}

function useFilters(): TableFilter[] {
  const { t, i18n } = useTranslation()
  const modules = useQuery(modulesQuery)
  return [
    {
      id: 'type',
      label: t('products.fields.type'),
      kind: 'choice',
      options: (modules.data ?? []).map((module) => ({
        value: module.id,
        label: localText(module.name, i18n.language) ?? module.id,
      })),
    },
    {
      id: 'visibility',
      label: t('products.fields.visibility'),
      kind: 'choice',
      options: ['public', 'unlisted', 'hidden'].map((value) => ({
        value,
        label: t(`products.visibility.${value}`),
      })),
    },
    {
      id: 'archived',
      label: t('products.archived'),
      kind: 'choice',
      options: [{ value: 'true', label: t('products.archivedOnly') }],
    },
  ]
}

function useColumns(): TableColumn<Product>[] {
  const { t, i18n } = useTranslation()
  const groups = useQuery(groupsQuery)
  const modules = useQuery(modulesQuery)
  const say = (text: { en: string; fr: string } | undefined) => localText(text, i18n.language)
  return [
    {
      id: 'name',
      title: t('products.fields.name'),
      isMain: true,
      render: (row) => (
        <Group gap={6} wrap="nowrap">
          {say(row.name)}
          {row.archivedAt && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              {t('products.archived')}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      id: 'group',
      title: t('products.fields.groupId'),
      render: (row) => say(groups.data?.find((group) => group.id === row.groupId)?.name) ?? '–',
    },
    {
      id: 'type',
      title: t('products.fields.type'),
      render: (row) =>
        say(modules.data?.find((module) => module.id === row.type)?.name) ?? row.type,
    },
    {
      id: 'prices',
      title: t('products.sections.prices'),
      align: 'end',
      render: (row) => <PriceSummary prices={row.prices} />,
    },
    {
      id: 'stock',
      title: t('products.fields.stock'),
      align: 'end',
      render: (row) =>
        row.stock === null ? (
          <Text span inherit c="dimmed">
            {t('products.unlimited')}
          </Text>
        ) : (
          <Text span inherit className="tabular" c={row.stock === 0 ? 'red' : undefined}>
            {row.stock}
          </Text>
        ),
    },
    {
      id: 'deliverOn',
      title: t('products.fields.deliverOn'),
      render: (row) => t(`products.deliverOn.${row.deliverOn}`),
    },
    {
      id: 'visibility',
      title: t('products.fields.visibility'),
      render: (row) => t(`products.visibility.${row.visibility}`),
    },
    {
      id: 'created',
      title: t('products.created'),
      render: (row) => <TimeText at={row.createdAt} />,
      isHiddenAtFirst: true,
    },
  ]
}
