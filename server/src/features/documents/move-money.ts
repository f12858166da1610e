import { eq, sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import { kept } from '../../platform/kept-query.ts'
import { tellChanged } from '../../platform/stream.ts'
import { changeOf } from './open-documents.ts'
import type { Document, Excess } from './settlement.ts'
import { documents } from './tables.ts'

/**
 * Sets money against a document, or takes it away when negative. The caller has locked the
 * document and has recorded where the money comes from.
 */
export async function addPaid(tx: Tx, documentId: string, amount: bigint): Promise<Document> {
  const [document] = await kept(
    tx
      .update(documents)
      .set({
        paid: sql`${documents.paid} + ${amount.toString()}::bigint`,
        version: sql`${documents.version} + 1`,
      })
      .where(eq(documents.id, documentId))
      .returning(),
  )
  if (!document) throw new Error(`no document ${documentId}`)
  await tellChanged(tx, [changeOf(document)])
  return document
}

/** Hands money that the document does not need any more on, as the settlements say. */
export async function handOn(
  tx: Tx,
  env: Env,
  document: Pick<Document, 'id' | 'customerId' | 'currency'>,
  excess: Pick<Excess, 'amount' | 'because'>,
): Promise<void> {
  if (excess.amount <= 0n) return
  await addPaid(tx, document.id, -excess.amount)
  const { id: documentId, customerId, currency } = document
  await env.ctx.settlements.documents.overpaid(tx, env, {
    documentId,
    customerId,
    currency,
    ...excess,
  })
}
