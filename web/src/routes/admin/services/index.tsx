import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serviceColumns } from '../../../features/services/service-columns.tsx'
import { SERVICE_FILTERS, useServiceFilters } from '../../../features/services/service-filters.ts'
import { countServices, listServices } from '../../../features/services/service-requests.ts'
import {
  type ChosenAction,
  ChosenActionDialog,
  ServiceRowActions,
} from '../../../features/services/service-row-actions.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '-createdAt', tab: 'all', filters: SERVICE_FILTERS }
const STATUSES = ['active', 'suspended', 'expired', 'terminated', 'cancelled', 'pending']
const TABS = ['all', ...STATUSES, 'needs_attention']

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
  const list = useListState(LIST)
  const filters = useServiceFilters()
  const mayOrder = usePermission('orders:create')
  const [chosen, setChosen] = useState<ChosenAction | null>(null)
  const services = useQuery({
    queryKey: ['service', 'list', list.query, list.tab],
    queryFn: () => listServices(list.query, list.tab),
    placeholderData: keepPreviousData,
  })
  const counts = useQuery({ queryKey: ['service', 'counts'], queryFn: countServices })
  const tabs = TABS.map((id) => ({
    id,
    label: STATUSES.includes(id) ? t(`ui.status.service.${id}`) : t(`services.tab.${id}`),
    count: counts.data ? countOf(counts.data, id) : null,
  }))
  return (
    <>
      <PageHeader
        title={t('services.title')}
        primary={
          mayOrder && (
            <Button component={Link} to="/admin/orders/new" leftSection={<IconPlus size={14} />}>
              {t('services.order')}
            </Button>
          )
        }
      />
      <DataTable
        name="services"
        list={list}
        query={services}
        columns={serviceColumns(t)}
        tabs={tabs}
        filters={filters}
        searchLabel={t('services.search')}
        rowTo={(row) => `/admin/services/${row.id}`}
        rowMenu={(row) => <ServiceRowActions service={row} onChoose={setChosen} />}
        empty={{ title: t('services.empty'), text: t('services.emptyText') }}
      />
      {chosen && <ChosenActionDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}

/** The tab "all" adds the statuses up; a status without services is not in the answer. */
function countOf(counts: Record<string, number>, tab: string): number {
  if (tab !== 'all') return counts[tab] ?? 0
  return STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
}
