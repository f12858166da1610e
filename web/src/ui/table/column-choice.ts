/** Which columns are shown and in which order, the hidden ones at their place. */
export interface ColumnChoice {
  order: string[]
  hidden: string[]
}

interface Column {
  id: string
  isMain?: boolean
  isHiddenAtFirst?: boolean
}

/** The choice that holds: the address's, else this device's, else what the screen begins with. */
export function choiceOf(
  columns: readonly Column[],
  shown: readonly string[] | null,
  stored: ColumnChoice | null,
): ColumnChoice {
  if (!shown) {
    return (
      stored ?? {
        order: columns.map((column) => column.id),
        hidden: columns.filter((column) => column.isHiddenAtFirst).map((column) => column.id),
      }
    )
  }
  const others = columns.map((column) => column.id).filter((id) => !shown.includes(id))
  return { order: [...shown, ...others], hidden: others }
}

/** The ids that are shown, in order, as an address or a saved view holds them. */
export function shownIds(columns: readonly Column[], choice: ColumnChoice): string[] {
  return orderColumns(columns, choice.order)
    .filter((column) => column.isMain || !choice.hidden.includes(column.id))
    .map((column) => column.id)
}

/** The choice with a column shown or hidden. */
export function toggleColumn(choice: ColumnChoice, id: string): ColumnChoice {
  const hidden = choice.hidden.includes(id)
    ? choice.hidden.filter((one) => one !== id)
    : [...choice.hidden, id]
  return { ...choice, hidden }
}

/** Columns in the chosen order; those the choice does not know keep their place at the end. */
export function orderColumns<One extends { id: string }>(
  columns: readonly One[],
  order: readonly string[],
): One[] {
  const place = (column: One) => {
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
