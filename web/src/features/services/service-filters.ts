import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { localText } from '../../ui/form/schema-model.ts'
import type { TableFilter } from '../../ui/table/table-types.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { usePermission } from '../shell/require-permission.tsx'

const CYCLES = [
  ...['weekly', 'monthly', 'quarterly', 'semiannually', 'annually'],
  ...['biennially', 'triennially', 'onetime', 'free'],
]
const ALL = { params: { query: { limit: 200 } } }
const MINUTE_MS = 60_000

/** What the list of services can be narrowed by; the names are the API's. */
export function useServiceFilters(): TableFilter[] {
  const { t, i18n } = useTranslation()
  const seesProducts = usePermission('products:read')
  const seesServers = usePermission('servers:read')
  const shared = { staleTime: MINUTE_MS }
  const products = useQuery({
    queryKey: ['product', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/products', ALL)),
    enabled: seesProducts,
    ...shared,
  })
  const groups = useQuery({
    queryKey: ['product_group', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/product-groups')),
    enabled: seesProducts,
    ...shared,
  })
  const modules = useQuery({
    queryKey: ['module', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/modules')),
    enabled: seesProducts,
    ...shared,
  })
  const servers = useQuery({
    queryKey: ['server', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/servers', ALL)),
    enabled: seesServers,
    ...shared,
  })
  const inLanguage = (one: { id: string; name: { en: string; fr: string } }) => ({
    value: one.id,
    label: localText(one.name, i18n.language) ?? one.id,
  })
  const words = (id: string) => t(`services.filter.${id}`)
  const choice = (id: string, options: { value: string; label: string }[]): TableFilter => ({
    id,
    label: words(id),
    kind: 'choice',
    options,
  })
  return [
    { id: 'customerId', label: words('customerId'), kind: 'lookup', lookup: customerLookup },
    choice('productId', products.data?.items.map(inLanguage) ?? []),
    choice('productGroupId', groups.data?.items.map(inLanguage) ?? []),
    choice('serverId', servers.data?.items.map((s) => ({ value: s.id, label: s.name })) ?? []),
    choice('type', modules.data?.items.map(inLanguage) ?? []),
    choice(
      'cycle',
      CYCLES.map((cycle) => ({ value: cycle, label: t(`ui.cycle.${cycle}`) })),
    ),
    choice('cancellation', [{ value: 'scheduled', label: t('services.scheduled') }]),
    choice('archived', [
      { value: 'with', label: t('services.archivedToo') },
      { value: 'only', label: t('services.archivedOnly') },
    ]),
  ]
}

/** Their names, for the address. */
export const SERVICE_FILTERS = [
  ...['customerId', 'productId', 'productGroupId', 'serverId'],
  ...['type', 'cycle', 'cancellation', 'archived'],
]
