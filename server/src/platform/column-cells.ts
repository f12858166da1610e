import type { AnyColumn } from 'drizzle-orm'
import { arrayText, plainArrayText } from './array-text.ts'

/** How the cells of one column travel: as texts that the driver takes as they are. */
export type ColumnCells =
  /** The same in every row. */
  | { kind: 'one'; text: string | null }
  /** A few values, and for each row which of them, counted from 1. */
  | { kind: 'few'; values: string; places: string }
  /** A value for each row. */
  | { kind: 'many'; values: string }

/** More values than these are not few, */
const FEW = 16
/** and below so many rows it is not worth it. */
const WORTH_IT = 64

/** Types whose texts hold nothing that an array would have to quote. */
const PLAIN = /^(uuid|bigint|bigserial|integer|smallint|boolean|date|timestamptz)/

/** The cells of a column; null where no row names it. With `always` they are a value for each row. */
export function columnCells(
  column: AnyColumn,
  rows: readonly Record<string, unknown>[],
  { key, always }: { key: string; always: boolean },
): ColumnCells | null {
  const texts = driverTexts(column, rows, key)
  if (!texts) return null
  const [first = null] = texts
  if (!always && texts.every((text) => text === first)) return { kind: 'one', text: first }
  const array = PLAIN.test(column.getSQLType()) ? plainArrayText : arrayText
  return (always ? null : fewOf(texts, array)) ?? { kind: 'many', values: array(texts) }
}

function fewOf(
  texts: readonly (string | null)[],
  array: (values: readonly (string | null)[]) => string,
): ColumnCells | null {
  if (texts.length < WORTH_IT) return null
  const known = new Map<string | null, number>()
  const places: number[] = []
  for (const text of texts) {
    let place = known.get(text)
    if (place === undefined) {
      if (known.size === FEW) return null
      place = known.size + 1
      known.set(text, place)
    }
    places.push(place)
  }
  return { kind: 'few', values: array([...known.keys()]), places: plainArrayText(places) }
}

/** A column's cells as the driver takes them; null where no row names it. */
function driverTexts(
  column: AnyColumn,
  rows: readonly Record<string, unknown>[],
  key: string,
): (string | null)[] | null {
  if (!rows.some((row) => row[key] !== undefined)) return null
  // Rows often share an object, and neighbours a moment: each is written out once.
  const objects = new Map<unknown, string>()
  let last: unknown
  let lastText: string | null = null
  return rows.map((row) => {
    const cell = row[key]
    if (cell === undefined || cell === null) return null
    if (cell === last) return lastText
    last = cell
    lastText = objects.get(cell) ?? String(column.mapToDriverValue(cell as never))
    if (typeof cell === 'object') objects.set(cell, lastText)
    return lastText
  })
}
