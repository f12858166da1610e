import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  changeList,
  type ListAddress,
  type ListDefaults,
  listQuery,
  mergeFilters,
  parseListAddress,
  writeListAddress,
} from './list-state.ts'

/** The cursor that led to a cursor, so that "previous" can go back; forgotten with the page. */
const previousOf = new Map<string, string | null>()

/** Everything a list shows and how to change it; all of it lives in the URL. */
export interface ListState extends ListAddress {
  /** As the API's query parameters, also a good part of a query key. */
  query: Record<string, string>
  isFiltered: boolean
  change(change: Partial<ListAddress>, options?: { replace?: boolean }): void
  setFilter(name: string, value: string | null): void
  /** Several at once: a range is two. */
  setFilters(change: Record<string, string | null>): void
  /** Shows these columns in this order, on the page where the reader is; null: as at first. */
  setColumns(columns: string[] | null): void
  clear(): void
  next(cursor: string): void
  previous(): void
}

/**
 * The state of a list, held in the URL: shareable, and the browser's back button works. Keep
 * `defaults` outside of the component.
 */
export function useListState(defaults: ListDefaults): ListState {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  return useMemo(() => {
    const address = parseListAddress(search, defaults)
    const go = (next: ListAddress, replace = false) =>
      void navigate({
        to: '.',
        search: writeListAddress(next, defaults, search) as never,
        replace,
        resetScroll: false,
      })
    return {
      ...address,
      query: listQuery(address),
      isFiltered: address.search !== '' || Object.keys(address.filters).length > 0,
      change: (change, options) => go(changeList(address, change), options?.replace),
      setFilter: (name, value) =>
        go(changeList(address, { filters: mergeFilters(address.filters, { [name]: value }) })),
      setFilters: (change) =>
        go(changeList(address, { filters: mergeFilters(address.filters, change) })),
      setColumns: (columns) => go({ ...address, columns }, true),
      clear: () => go(changeList(address, { filters: {}, search: '' })),
      next: (cursor) => {
        previousOf.set(cursor, address.cursor)
        go({ ...address, cursor, page: address.page + 1 })
      },
      previous: () => {
        const cursor = (address.cursor && previousOf.get(address.cursor)) || null
        go({ ...address, cursor, page: cursor ? address.page - 1 : 1 })
      },
    }
  }, [search, defaults, navigate])
}
