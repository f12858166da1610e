import type { ListState } from '../../ui/table/use-list-state.ts'

/** The statuses that the list of one's services can be narrowed to. */
export const MY_TABS = ['active', 'pending', 'suspended', 'cancelled', 'expired', 'terminated']

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

type Address = Pick<ListState, 'tab' | 'filters' | 'query'>

/** Whether the address's filters can mean something; one typed by hand may not. */
export function isSound({ tab, filters }: Pick<Address, 'tab' | 'filters'>): boolean {
  const { productGroupId } = filters
  const isTab = tab === null || tab === 'all' || MY_TABS.includes(tab)
  return isTab && (productGroupId === undefined || UUID.test(productGroupId))
}

/** The list's state as the API's query; empty values are left out. */
export function askedServices({ tab, query }: Pick<Address, 'tab' | 'query'>) {
  const { search, ...rest } = query
  const asked = { ...rest, q: search ?? '', status: tab === null || tab === 'all' ? '' : tab }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
}
