import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ListState } from './use-list-state.ts'

/** A page of a list as the API answers it. */
export interface Page<Row> {
  items: Row[]
  nextCursor: string | null
  total?: { count: number; exact: boolean } | null
}

export interface TableColumn<Row> {
  id: string
  title: string
  render: (row: Row) => ReactNode
  /** The API's name to sort by; without it the column does not sort. */
  sortKey?: string
  /** `end` for numbers and money. */
  align?: 'start' | 'end'
  width?: number | string
  /** Longer text is cut off here, in pixels; the row's own page shows all of it. */
  cutAt?: number
  /** Offered in the column choice, but not shown at first. */
  isHiddenAtFirst?: boolean
  /** Stands in every table and at the head of the card on a phone. */
  isMain?: boolean
}

/** Things too many to list: the server searches them. Keep it outside of the component. */
export interface Lookup {
  /** The live stream's word, first in the query keys: `customer`. */
  topic: string
  search: (text: string) => Promise<{ value: string; label: string }[]>
  nameOf: (value: string) => Promise<string>
}

export interface FilterOption {
  value: string
  label: string
}

/** A filter that the list offers; chosen ones are shown as chips. */
export type TableFilter = {
  /** The API's name; of a range it only names the filter. */
  id: string
  label: string
  /** Filters of a group stand together in the list of filters, under its name. */
  group?: string
} & (
  | { kind: 'choice'; options: FilterOption[] }
  /** Any number of them, joined by commas. */
  | { kind: 'choices'; options: FilterOption[] }
  | { kind: 'lookup'; lookup: Lookup }
  | { kind: 'text' }
  | { kind: 'day' }
  /** Calendar days, both included, each under its own name; `instead` is what is no range. */
  | { kind: 'dayRange'; from: string; to: string; instead?: FilterOption & { name: string } }
  /** Whole minor units; `currency` tells how many decimals are typed. */
  | { kind: 'moneyRange'; from: string; to: string; currency: string | null }
  /** `key` or `key:value`; repeated, so that several hold at once. */
  | { kind: 'keyValue' }
)

export interface TableTab {
  id: string
  label: string
  count?: number | null
  /** There are more; counting stopped. */
  isMore?: boolean
}

/** What a bulk action is about: the rows that were ticked, or all that the filters match. */
export type TableSelection<Row> =
  | { kind: 'rows'; rows: Row[] }
  | { kind: 'all_matching'; count: number; isExact: boolean }

export interface DataTableProps<Row extends { id: string }> {
  /** Names the table: its columns and order are remembered under it. */
  name: string
  list: ListState
  query: UseQueryResult<Page<Row>, Error>
  columns: TableColumn<Row>[]
  tabs?: TableTab[]
  filters?: TableFilter[]
  /** The search box's placeholder; without it there is no box. */
  searchLabel?: string
  /** Where a click on a row leads. */
  rowTo?: (row: Row) => string
  /** The content of the row's menu: `Menu.Item`s. */
  rowMenu?: (row: Row) => ReactNode
  /** Shown above the table while something is selected; ticks appear only with it. */
  bulkBar?: (selection: TableSelection<Row>, clear: () => void) => ReactNode
  empty: { title: string; text?: string; action?: ReactNode }
  /** Further buttons of the toolbar; those that depend on it are told the columns on show. */
  toolbar?: ReactNode | ((shown: TableColumn<Row>[]) => ReactNode)
  /** Below the tabs, before the search: saved views. */
  views?: ReactNode
}
