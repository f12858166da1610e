import { useLocalStorage } from '@mantine/hooks'
import type { TableColumn } from './table-types.ts'

export type Density = 'compact' | 'roomy'

interface StoredColumns {
  order: string[]
  hidden: string[]
}

/** Which columns are shown, in which order and how densely: a habit of this device. */
export function useTableLayout<Row>(name: string, columns: TableColumn<Row>[]) {
  const [stored, setStored] = useLocalStorage<StoredColumns | null>({
    key: `berth-columns-${name}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'berth-density',
    defaultValue: 'compact',
    getInitialValueInEffect: false,
  })
  const layout = stored ?? {
    order: columns.map((column) => column.id),
    hidden: columns.filter((column) => column.isHiddenAtFirst).map((column) => column.id),
  }
  const ordered = orderColumns(columns, layout.order)
  return {
    density,
    setDensity,
    ordered,
    shown: ordered.filter((column) => column.isMain || !layout.hidden.includes(column.id)),
    isShown: (id: string) => !layout.hidden.includes(id),
    toggle: (id: string) =>
      setStored({
        ...layout,
        hidden: layout.hidden.includes(id)
          ? layout.hidden.filter((one) => one !== id)
          : [...layout.hidden, id],
      }),
    move: (id: string, by: -1 | 1) =>
      setStored({
        ...layout,
        order: moveId(
          ordered.map((column) => column.id),
          id,
          by,
        ),
      }),
    reset: () => setStored(null),
  }
}

/** Columns in the chosen order; those the choice does not know keep their place at the end. */
export function orderColumns<Column extends { id: string }>(
  columns: Column[],
  order: readonly string[],
): Column[] {
  const place = (column: Column) => {
    const index = order.indexOf(column.id)
    return index === -1 ? order.length : index
  }
  return [...columns].sort((a, b) => place(a) - place(b))
}

/** The ids with one of them moved a place up or down; at the edge it stays. */
export function moveId(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id)
  const to = from + by
  if (from === -1 || to < 0 || to >= ids.length) return [...ids]
  const out = ids.filter((one) => one !== id)
  out.splice(to, 0, id)
  return out
}
