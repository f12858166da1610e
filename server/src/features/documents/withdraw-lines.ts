import { eq, inArray, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { say, type Text } from '../../platform/text.ts'
import { record } from '../history/record.ts'
import { creditLines } from './credit-lines.ts'
import { amountDue, refreshTotals } from './document-totals.ts'
import { uncreditedLines } from './draft-credit-note.ts'
import { lineEvent, runEffects } from './line-effects.ts'
import { linesOf, lockDocument } from './lock-document.ts'
import { handOn } from './move-money.ts'
import { changeOf } from './open-documents.ts'
import { settleDocument } from './settle-document.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents } from './tables.ts'
import { reasonTexts } from './texts.ts'

/**
 * Takes lines off their documents because nobody will pay them any more. An open document loses
 * the lines, and is void when it has no other; an issued one is corrected by a credit note. Lines
 * that are paid, credited or on a void document are passed over. If what is left was paid already,
 * it takes effect. The lines' services are locked by the caller. `because` stands on the void document or
 * credit note, in the document's language.
 */
export async function withdrawLines(
  tx: Tx,
  env: Env,
  lineIds: readonly string[],
  because: Text = { key: reasonTexts['document.reason.withdrawn'] },
): Promise<void> {
  if (lineIds.length === 0) return
  const rows = await tx
    .selectDistinct({ documentId: documentLines.documentId })
    .from(documentLines)
    .where(inArray(documentLines.id, [...lineIds]))
    .orderBy(documentLines.documentId)
  for (const { documentId } of rows) {
    const document = await lockDocument(tx, documentId)
    if (!document || document.paidAt !== null || document.state === 'void') continue
    const left = await uncreditedLines(tx, documentId)
    const lines = withParts(left, lineIds)
    if (lines.length === 0) continue
    const reason = say(because, document.language)
    if (document.state === 'issued') {
      const ids = lines.map((line) => line.id)
      await creditLines(tx, env, { documentId, lineIds: ids, reason, takeBack: true })
    } else if (lines.length === left.length) await voidLocked(tx, env, document, reason)
    else await removeLines(tx, env, document, lines)
  }
}

/** A renewal takes its further lines with it: they are nothing without it. */
function withParts(lines: readonly DocumentLine[], ids: readonly string[]): DocumentLine[] {
  const chosen = (line: DocumentLine) => ids.includes(line.id)
  const renewals = new Set(
    lines.filter((line) => line.kind === 'renewal' && chosen(line)).map((line) => line.renewalId),
  )
  const isPart = (line: DocumentLine) =>
    line.kind === 'renewal_part' && renewals.has(line.renewalId)
  return lines.filter((line) => chosen(line) || isPart(line))
}

/** Gives an open document up: its lines are withdrawn and what was paid so far is handed on. */
export async function voidDocument(
  tx: Tx,
  env: Env,
  documentId: string,
  reason: string,
): Promise<void> {
  const document = await lockDocument(tx, documentId)
  if (document?.state !== 'open') throw new Error(`document ${documentId} is not open`)
  await voidLocked(tx, env, document, reason)
}

async function voidLocked(tx: Tx, env: Env, document: Document, reason: string): Promise<void> {
  await tx
    .update(documents)
    .set({ state: 'void', voidedAt: env.now, reason, version: sql`${documents.version} + 1` })
    .where(eq(documents.id, document.id))
  const lines = await linesOf(tx, document.id)
  await runEffects(tx, env, 'withdrawn', { lines, event: lineEvent(document) })
  await handOn(tx, env, document, { amount: document.paid, because: 'withdrawn' })
  await record(tx, env, [
    {
      subject: 'document',
      subjectId: document.id,
      customerId: document.customerId,
      kind: 'document.voided',
      before: { state: document.state },
      after: { state: 'void' },
      note: reason,
    },
  ])
  await tellChanged(tx, [changeOf(document)])
}

async function removeLines(tx: Tx, env: Env, document: Document, lines: DocumentLine[]) {
  await runEffects(tx, env, 'withdrawn', { lines, event: lineEvent(document) })
  await tx.delete(documentLines).where(
    inArray(
      documentLines.id,
      lines.map((line) => line.id),
    ),
  )
  const after = await refreshTotals(tx, document)
  await record(tx, env, [
    {
      subject: 'document',
      subjectId: document.id,
      customerId: document.customerId,
      kind: 'document.lines_withdrawn',
      before: { gross: document.gross, lines: lines.map((line) => line.label) },
      after: { gross: after.gross },
    },
  ])
  await tellChanged(tx, [changeOf(document)])
  await handOn(tx, env, after, { amount: after.paid - after.gross, because: 'withdrawn' })
  if (amountDue(after) === 0n) await settleDocument(tx, env, document.id)
}
