import { Button } from '@mantine/core'
import { IconShoppingCart } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../../api/client.ts'
import { askedServices, isSound, MY_TABS } from '../../../features/my-services/my-list.ts'
import {
  type ServiceListQuery,
  useServiceColumns,
} from '../../../features/my-services/service-columns.tsx'
import { ServiceRowMenu } from '../../../features/my-services/service-row-menu.tsx'
import { shopGroupsQuery } from '../../../features/shop/shop-queries.ts'
import { localText } from '../../../ui/form/schema-model.ts'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { type ListState, useListState } from '../../../ui/table/use-list-state.ts'

const LIST = { sort: '-createdAt', tab: 'all', limit: 10, filters: ['productGroupId'] }

/** All of one's services. */
export default function MyServicesPage() {
  const { t, i18n } = useTranslation()
  const list = useSoundList(useListState(LIST))
  const columns = useServiceColumns()
  const groups = useQuery(shopGroupsQuery)
  const asked = askedServices(list) as ServiceListQuery
  const query = useQuery({
    queryKey: ['service', 'list', asked],
    queryFn: () => read(api.GET('/api/v1/client/services', { params: { query: asked } })),
    placeholderData: keepPreviousData,
  })
  const options = (groups.data?.items ?? []).map((group) => ({
    value: group.id,
    label: localText(group.name, i18n.language) ?? group.slug,
  }))
  const order = (
    <Button component={Link} to="/shop" leftSection={<IconShoppingCart size={15} />}>
      {t('myServices.orderNew')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('myServices.title')} primary={order} />
      <DataTable
        name="my-services"
        list={list}
        query={query}
        columns={columns}
        tabs={['all', ...MY_TABS].map((id) => ({
          id,
          label: id === 'all' ? t('myServices.all') : capitalised(statusWord(id, t)),
        }))}
        filters={[{ id: 'productGroupId', label: t('myServices.group'), kind: 'choice', options }]}
        searchLabel={t('myServices.search')}
        rowTo={(row) => `/client/services/${row.id}`}
        rowMenu={(row) => <ServiceRowMenu service={row} />}
        empty={{
          title: t(list.tab === 'all' ? 'myServices.none' : 'myServices.noneHere'),
          text: list.tab === 'all' ? t('myServices.noneText') : undefined,
          action: list.tab === 'all' ? order : undefined,
        }}
      />
    </>
  )
}

/** What the address cannot mean is left out, there too: the unfiltered list is shown. */
function useSoundList(list: ListState): ListState {
  const sound = isSound(list)
  useEffect(() => {
    if (!sound) list.change({ tab: 'all', filters: {} }, { replace: true })
  }, [sound, list])
  return sound ? list : { ...list, tab: 'all', filters: {}, query: { ...list.query, ...NO_FILTER } }
}

const NO_FILTER = { productGroupId: '' }

/** The customer's word for a status, where it has one of its own. */
const statusWord = (status: string, t: TFunction) =>
  t(`ui.statusForCustomer.service.${status}`, {
    defaultValue: t(`ui.status.service.${status}`),
  })

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
