/** What the page of the forecast keeps in its address. */
export const FORECAST_LIST = {
  sort: '',
  tab: 'as_before',
  names: { tab: 'assume' },
  filters: ['customerId', 'productId', 'groupId', 'serverId', 'type', 'currency', 'step'],
}

interface Narrowed {
  tab: string | null
  filters: Record<string, string>
}

/** What is asked about, by the API's names. */
export function forecastQuery({ tab, filters }: Narrowed): Record<string, string> {
  return { ...filters, assume: tab ?? FORECAST_LIST.tab }
}

/** The same as part of an address. */
export function forecastAddress(path: string, query: Record<string, string>): string {
  return `/api/v1/admin/forecast${path}?${new URLSearchParams(query)}`
}
