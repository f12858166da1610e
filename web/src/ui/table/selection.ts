/** What is ticked: rows, also of other pages, or everything that the filters match. */
export interface Selection<Row> {
  /** The rows that the list was narrowed to when they were ticked; other rows begin anew. */
  of: string
  rows: Row[]
  isAll: boolean
}

export const NOTHING: Selection<never> = { of: '', rows: [], isAll: false }

/** What a list is narrowed to, as one text: search, tab and filters, without sort and page. */
export function narrowedTo(list: {
  search: string
  tab: string | null
  filters: Record<string, string>
}): string {
  const filters = Object.entries(list.filters).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([list.search, list.tab, filters])
}

/** The selection as it holds for the list as it is narrowed at present. */
export function validFor<Row>(selection: Selection<Row>, of: string): Selection<Row> {
  return selection.of === of ? selection : { ...NOTHING, of }
}

/** Ticks or unticks a row; one taken out of "all" leaves the other rows of the page. */
export function toggleRow<Row extends { id: string }>(
  selection: Selection<Row>,
  row: Row,
  page: readonly Row[],
): Selection<Row> {
  const rows = selection.isAll ? page : selection.rows
  const without = rows.filter((one) => one.id !== row.id)
  const isTicked = without.length < rows.length
  return { ...selection, isAll: false, rows: isTicked ? without : [...rows, row] }
}

/** Whether every row of the page is ticked and more match than are ticked. */
export function mayTakeAll<Row extends { id: string }>(
  selection: Selection<Row>,
  page: readonly Row[],
  total: number,
): boolean {
  const ticked = new Set(selection.rows.map((row) => row.id))
  return page.length > 0 && page.every((row) => ticked.has(row.id)) && total > selection.rows.length
}
