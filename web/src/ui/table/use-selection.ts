import { useState } from 'react'
import { NOTHING, narrowedTo, type Selection, toggleRow, validFor } from './selection.ts'
import type { ListState } from './use-list-state.ts'

/**
 * The ticked rows of a list. They stay while the reader pages and sorts, and are forgotten as soon
 * as the list is narrowed otherwise: nothing is done to rows that are not on the list.
 */
export function useSelection<Row extends { id: string }>(list: ListState, page: Row[]) {
  const of = narrowedTo(list)
  const [kept, setKept] = useState<Selection<Row>>(NOTHING)
  const selection = validFor(kept, of)
  return {
    selection,
    setRows: (rows: Row[]) => setKept({ of, rows, isAll: false }),
    takeAll: () => setKept({ of, rows: page, isAll: true }),
    clear: () => setKept(NOTHING),
    toggle: (row: Row) => setKept(toggleRow(selection, row, page)),
    toggleId: (id: string) => {
      const row = page.find((one) => one.id === id)
      if (row) setKept(toggleRow(selection, row, page))
    },
    isTicked: (row: Row) => selection.isAll || selection.rows.some((one) => one.id === row.id),
  }
}
