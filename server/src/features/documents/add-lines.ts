import { eq } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { Problem } from '../../platform/problem.ts'
import { tellChanged } from '../../platform/stream.ts'
import { customers } from '../customers/tables.ts'
import { record } from '../history/record.ts'
import { rateOf, refreshTotals } from './document-totals.ts'
import { readInvoicing } from './invoicing-settings.ts'
import { linesOf } from './lock-document.ts'
import { changeOf, lineRow, type NewLine } from './open-documents.ts'
import { documentLines, documents } from './tables.ts'

/**
 * Puts further lines on an open document. Throws the problem `document_not_open` for any other.
 * The services of the lines are locked by the caller, the document here. Answers the lines' ids.
 */
export async function addLines(
  tx: Tx,
  env: Env,
  documentId: string,
  lines: readonly NewLine[],
): Promise<string[]> {
  const [document] = await tx
    .select()
    .from(documents)
    .where(eq(documents.id, documentId))
    .for('no key update')
  if (document?.state !== 'open') throw new Problem('document_not_open')
  const [customer] = await tx.select().from(customers).where(eq(customers.id, document.customerId))
  if (!customer) throw new Error(`no customer ${document.customerId}`)
  const rate = rateOf(customer, await readInvoicing(tx))
  const last = (await linesOf(tx, documentId)).at(-1)?.position ?? 0
  const rows = lines.map((line, index) => lineRow(line, documentId, last + index + 1, rate))
  if (rows.length > 0) await tx.insert(documentLines).values(rows)
  const after = await refreshTotals(tx, document)
  if (after.gross < 0n) throw new Error('a document asks for money')
  await record(tx, env, [
    {
      subject: 'document',
      subjectId: documentId,
      customerId: document.customerId,
      kind: 'document.lines_added',
      before: { gross: document.gross },
      after: { gross: after.gross, lines: rows.map((row) => row.label) },
    },
  ])
  await tellChanged(tx, [changeOf(document)])
  return rows.map((row) => row.id)
}
