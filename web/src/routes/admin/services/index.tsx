import { Anchor, Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BulkBar } from '../../../features/batches/bulk-bar.tsx'
import { ViewsMenu } from '../../../features/saved-views/views-menu.tsx'
import { ExportButton } from '../../../features/service-list/export-button.tsx'
import {
  SERVICE_FILTERS,
  useServiceFilters,
} from '../../../features/service-list/service-filters.ts'
import { filterQuery, pageQuery } from '../../../features/service-list/service-query.ts'
import { useServiceTabs } from '../../../features/service-list/service-tabs.ts'
import { ALL_TAB, withStatusFilter } from '../../../features/service-list/status-filter.ts'
import { serviceColumns } from '../../../features/services/service-columns.tsx'
import { listServices, type ServiceRow } from '../../../features/services/service-requests.ts'
import {
  type ChosenAction,
  ChosenActionDialog,
  ServiceRowActions,
} from '../../../features/services/service-row-actions.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import type { TableSelection } from '../../../ui/table/table-types.ts'
import { type ListState, useListState } from '../../../ui/table/use-list-state.ts'

const LIST = {
  sort: '-createdAt',
  tab: ALL_TAB,
  filters: SERVICE_FILTERS,
  repeated: ['metadata'],
  names: { search: 'q', tab: 'status' },
}

/** Whatever is done to many services is a batch. */
const BATCHES = 'batches:read'

/** All services. */
export default function ServicesPage() {
  return (
    <RequirePermission permission="services:read">
      <ServiceList />
    </RequirePermission>
  )
}

function ServiceList() {
  const { t } = useTranslation()
  const address = useListState(LIST)
  const list = withStatusFilter(address)
  const { currency } = list.filters
  const filters = useServiceFilters(currency && !currency.includes(',') ? currency : null)
  const tabs = useServiceTabs(address)
  const [chosen, setChosen] = useState<ChosenAction | null>(null)
  const query = pageQuery(address)
  const services = useQuery({
    queryKey: ['service', 'list', query],
    queryFn: () => listServices(query),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHeader
        title={t('services.title')}
        subtitle={!list.filters.archived && <ArchivedHint list={list} />}
        primary={<NewService />}
      />
      <DataTable
        name="services"
        list={list}
        query={services}
        columns={serviceColumns(t)}
        tabs={tabs}
        views={
          <ViewsMenu
            screen="services"
            allLabel={t('serviceList.all')}
            list={address}
            defaults={LIST}
          />
        }
        filters={filters}
        searchLabel={t('services.search')}
        rowTo={(row) => `/admin/services/${row.id}`}
        rowMenu={(row) => <ServiceRowActions service={row} onChoose={setChosen} />}
        bulkBar={(selection) => <Bulk selection={selection} filters={filterQuery(address)} />}
        toolbar={(columns) => <ExportButton list={address} columns={columns} />}
        empty={{ title: t('services.empty'), text: t('services.emptyText') }}
      />
      {chosen && <ChosenActionDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

/** Says what the list leaves out, and shows it. */
function ArchivedHint({ list }: { list: ListState }) {
  const { t } = useTranslation()
  return (
    <>
      {t('serviceList.noArchived')}{' '}
      <Anchor component="button" onClick={() => list.setFilter('archived', 'with')}>
        {t('serviceList.showArchived')}
      </Anchor>
    </>
  )
}

/** By hand, or sold: only an order makes an invoice. */
function NewService() {
  const { t } = useTranslation()
  const mayOrder = usePermission('orders:create')
  const mayCreate = usePermission('services:create')
  return (
    <>
      {mayCreate && (
        <Button component={Link} to="/admin/services/new" variant={mayOrder ? 'default' : 'filled'}>
          {t('serviceList.new')}
        </Button>
      )}
      {mayOrder && (
        <Button component={Link} to="/admin/orders/new" leftSection={<IconPlus size={14} />}>
          {t('services.order')}
        </Button>
      )}
    </>
  )
}

function Bulk(props: {
  selection: TableSelection<ServiceRow>
  filters: ReturnType<typeof filterQuery>
}) {
  const { t } = useTranslation()
  const { selection, filters } = props
  if (!usePermission(BATCHES)) {
    return <Text size="sm">{t('shell.needsPermission', { permission: BATCHES })}</Text>
  }
  if (selection.kind === 'all_matching') {
    return <BulkBar count={selection.count} isMore={!selection.isExact} select={{ filters }} />
  }
  const ids = selection.rows.map((row) => row.id)
  return <BulkBar count={ids.length} isMore={false} select={{ ids }} />
}
