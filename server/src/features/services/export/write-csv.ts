import { BYTE_ORDER_MARK, csvLine } from '../../../platform/csv.ts'
import type { Db } from '../../../platform/db.ts'
import { readInChunks } from '../../../platform/read-in-chunks.ts'
import { orderedIds } from '../list.ts'
import { loadRows } from '../list-rows.ts'
import type { Selection } from '../select-services.ts'
import { cellsOf, type ExportColumn, type ExportView, headerOf } from './columns.ts'
import { loadDetails } from './load-details.ts'

/** Services in memory at a time. */
const CHUNK = 1000

export interface Export {
  selection: Selection
  sort: string | undefined
  columns: readonly ExportColumn[]
  view: ExportView
}

/** The file piece by piece; 422 on `/query/sort` before the first. */
export function writeCsv(db: Db, wanted: Export): AsyncGenerator<string> {
  const { selection, sort } = wanted
  return pieces(readInChunks<{ id: string }>(db, orderedIds(selection, sort), CHUNK), wanted)
}

async function* pieces(
  chunks: ReturnType<typeof readInChunks<{ id: string }>>,
  { columns, view }: Export,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(headerOf(columns, view.language))
  for await (const { rows, snapshot } of chunks) {
    const ids = rows.map((row) => row.id)
    const listed = await loadRows(snapshot, ids, view.now)
    const details = await loadDetails(snapshot, ids)
    const lines = listed.map((row) => {
      const known = details.get(row.service.id)
      return known ? csvLine(cellsOf(columns, { ...row, details: known }, view)) : ''
    })
    yield lines.join('')
  }
}
