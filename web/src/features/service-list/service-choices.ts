import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { localText } from '../../ui/form/schema-model.ts'
import type { FilterOption } from '../../ui/table/table-types.ts'
import { currenciesQuery } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'

const ALL = { params: { query: { limit: 200 } } }
const MINUTE_MS = 60_000
const SHARED = { staleTime: MINUTE_MS }

/** What filters choose from; empty where the reader may not see it. */
export function useServiceChoices() {
  const { i18n } = useTranslation()
  const seesProducts = usePermission('products:read')
  const seesServers = usePermission('servers:read')
  const products = useQuery({
    queryKey: ['product', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/products', ALL)),
    enabled: seesProducts,
    ...SHARED,
  })
  const groups = useQuery({
    queryKey: ['product_group', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/product-groups')),
    enabled: seesProducts,
    ...SHARED,
  })
  const modules = useQuery({
    queryKey: ['module', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/modules')),
    enabled: seesProducts,
    ...SHARED,
  })
  const servers = useQuery({
    queryKey: ['server', 'choices'],
    queryFn: () => read(api.GET('/api/v1/admin/servers', ALL)),
    enabled: seesServers,
    ...SHARED,
  })
  const currencies = useQuery({ ...currenciesQuery(usePermission('settings:read')), ...SHARED })
  const inLanguage = (one: { id: string; name: { en: string; fr: string } }): FilterOption => ({
    value: one.id,
    label: localText(one.name, i18n.language) ?? one.id,
  })
  return {
    products: products.data?.items.map(inLanguage) ?? [],
    groups: groups.data?.items.map(inLanguage) ?? [],
    modules: modules.data?.items.map(inLanguage) ?? [],
    servers: servers.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [],
    currencies: currencies.data?.map((code) => ({ value: code, label: code })) ?? [],
  }
}
