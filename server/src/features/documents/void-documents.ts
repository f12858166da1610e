import { inArray, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { tellChanged } from '../../platform/stream.ts'
import { updateMany } from '../../platform/update-many.ts'
import { withCause } from '../../platform/with-cause.ts'
import { record } from '../history/record.ts'
import { amountDue, refreshTotals } from './document-totals.ts'
import { lineEvent, linesWithdrawn } from './line-effects.ts'
import { linesOf, lockDocument } from './lock-document.ts'
import { handOn } from './move-money.ts'
import { changeOf } from './open-documents.ts'
import { settleDocument } from './settle-document.ts'
import type { Document, DocumentLine } from './settlement.ts'
import { documentLines, documents } from './tables.ts'

/** What one document loses. */
export interface Loss {
  document: Document
  lines: DocumentLine[]
  /** The lines that stand on it and are not credited, these among them. */
  left: DocumentLine[]
  /** Stands on the void document or credit note. */
  reason: string
  /** Where it differs from the environment's. */
  cause?: Env['cause']
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
  const lines = await linesOf(tx, documentId)
  await voidLocked(tx, env, [{ document, lines, left: lines, reason }])
}

/** The same for many locked ones: each loses all that stands on it. */
export async function voidLocked(tx: Tx, env: Env, losses: readonly Loss[]): Promise<void> {
  if (losses.length === 0) return
  await updateMany(
    tx,
    documents,
    losses.map(({ document: { id }, reason }) => ({
      ...{ id, reason, state: 'void' as const, voidedAt: env.now },
    })),
    () => sql`version = version + 1`,
  )
  await linesWithdrawn(tx, env, losses.map(withdrawnOf))
  for (const { document, cause } of losses)
    await handOn(tx, withCause(env, cause), document, {
      amount: document.paid,
      because: 'withdrawn',
    })
  await record(
    tx,
    env,
    losses.map(({ document, reason, cause }) => ({
      subject: 'document',
      subjectId: document.id,
      customerId: document.customerId,
      kind: 'document.voided',
      before: { state: document.state },
      after: { state: 'void' },
      note: reason,
      cause,
    })),
  )
  await tellChanged(
    tx,
    losses.map(({ document }) => changeOf(document)),
  )
}

const withdrawnOf = ({ document, lines, cause }: Loss) => ({
  ...{ lines, event: lineEvent(document), cause },
})

/** An open document loses some of its lines. If what is left was paid already, it takes effect. */
export async function takeOff(tx: Tx, all: Env, loss: Loss): Promise<void> {
  const { document, lines } = loss
  const env = withCause(all, loss.cause)
  await linesWithdrawn(tx, env, [withdrawnOf(loss)])
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
