import { useLocalStorage } from '@mantine/hooks'
import {
  type ColumnChoice,
  choiceOf,
  moveId,
  orderColumns,
  shownIds,
  toggleColumn,
} from './column-choice.ts'
import type { TableColumn } from './table-types.ts'
import type { ListState } from './use-list-state.ts'

export type Density = 'compact' | 'roomy'

/**
 * Which columns are shown, in which order and how densely. A choice stands in the address, so that
 * it can be shared and saved in a view; outside of a view it is also a habit of this device.
 */
export function useTableLayout<Row>(name: string, columns: TableColumn<Row>[], list: ListState) {
  const [stored, setStored] = useLocalStorage<ColumnChoice | null>({
    key: `berth-columns-${name}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'berth-density',
    defaultValue: 'compact',
    getInitialValueInEffect: false,
  })
  const choice = choiceOf(columns, list.columns, stored)
  const ordered = orderColumns(columns, choice.order)
  const choose = (next: ColumnChoice) => {
    if (!list.view) setStored(next)
    list.setColumns(shownIds(columns, next))
  }
  return {
    density,
    setDensity,
    ordered,
    shown: ordered.filter((column) => column.isMain || !choice.hidden.includes(column.id)),
    isShown: (id: string) => !choice.hidden.includes(id),
    toggle: (id: string) => choose(toggleColumn(choice, id)),
    move: (id: string, by: -1 | 1) => {
      const ids = ordered.map((column) => column.id)
      choose({ ...choice, order: moveId(ids, id, by) })
    },
    reset: () => {
      if (!list.view) setStored(null)
      list.setColumns(null)
    },
  }
}
