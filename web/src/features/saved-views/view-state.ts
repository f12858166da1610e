import {
  changeList,
  type ListAddress,
  type ListDefaults,
  parseListAddress,
  writeListAddress,
} from '../../ui/table/list-state.ts'
import type { SavedView } from './view-requests.ts'

/** In place of a view's id: the whole list, also where another view is the default. */
export const NO_VIEW = 'none'

/** Where in the list the reader is and how long its pages are belongs to no view. */
const PASSING = ['cursor', 'page', 'limit', 'view', 'columns']

/** What a view keeps of the list as it is shown. */
export function viewOf(
  address: ListAddress,
  defaults: ListDefaults,
): Pick<SavedView, 'query'> & { columns: string[] | null } {
  const written = Object.entries(writeListAddress(address, defaults))
  const query = Object.fromEntries(written.filter(([name]) => !PASSING.includes(name)))
  return { query, columns: address.columns }
}

/** The change that shows a view; null shows the whole list. */
export function showView(view: SavedView | null, defaults: ListDefaults): Partial<ListAddress> {
  const { search, tab, filters, sort } = parseListAddress(view?.query ?? {}, defaults)
  const columns = view?.columns?.length ? view.columns : null
  return { search, tab, filters, sort, columns, view: view?.id ?? null }
}

/** Whether the list is shown otherwise than the view keeps it. */
export function isChanged(view: SavedView, address: ListAddress, defaults: ListDefaults): boolean {
  const kept = changeList(address, showView(view, defaults))
  return canonical(viewOf(kept, defaults)) !== canonical(viewOf(address, defaults))
}

function canonical({ query, columns }: ReturnType<typeof viewOf>): string {
  const sorted = Object.entries(query)
    .map(([name, value]) => [name, [value].flat().join('\n')])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return JSON.stringify([sorted, columns])
}
