import { sql } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { arrayText } from '../../platform/array-text.ts'
import { instantToSql } from '../../platform/columns.ts'
import type { Tx } from '../../platform/db.ts'
import { keptStatement } from '../../platform/kept-query.ts'
import type { Document, LineEvent, LineSettlement, LinesOfDocument } from './settlement.ts'
import type { LineKind } from './tables.ts'

/** The event of a document's lines. */
export function lineEvent(
  document: Document,
  more: Pick<LineEvent, 'takeBack' | 'paymentId'> = {},
): LineEvent {
  const { id, customerId, orderId, currency } = document
  return { documentId: id, customerId, orderId, currency, ...more }
}

/**
 * What follows when the document of the lines is paid. Answers the ids of lines that could not be
 * honoured.
 */
export async function linesPaid(tx: Tx, env: Env, paid: LinesOfDocument): Promise<string[]> {
  const unhonoured: string[] = []
  for (const [kind, groups] of await untaken(tx, env, 'paid', [paid]))
    for (const { lines, event } of groups) {
      const outcome = await settlementOf(env, kind).paid(tx, env, lines, event)
      unhonoured.push(...outcome.unhonoured)
    }
  return unhonoured
}

/** What follows when lines of many documents are withdrawn. */
export async function linesWithdrawn(
  tx: Tx,
  env: Env,
  withdrawn: readonly LinesOfDocument[],
): Promise<void> {
  for (const [kind, groups] of await untaken(tx, env, 'withdrawn', withdrawn))
    await settlementOf(env, kind).withdrawn(tx, env, groups)
}

/** What follows when lines of a paid invoice are credited. */
export async function linesRefunded(tx: Tx, env: Env, refunded: LinesOfDocument): Promise<void> {
  for (const [kind, groups] of await untaken(tx, env, 'refunded', [refunded]))
    for (const { lines, event } of groups)
      await settlementOf(env, kind).refunded(tx, env, lines, event)
}

/**
 * Takes an effect of lines, once per line for ever, and answers by kind those that had not had it:
 * a line whose effect is on record is passed over.
 */
async function untaken(
  tx: Tx,
  env: Env,
  effect: keyof LineSettlement,
  groups: readonly LinesOfDocument[],
): Promise<Map<LineKind, LinesOfDocument[]>> {
  const all = groups.flatMap(({ lines, event }) =>
    lines.map(({ id }) => ({ id, documentId: event.documentId })),
  )
  const byKind = new Map<LineKind, LinesOfDocument[]>()
  if (all.length === 0) return byKind
  const { rows } = await keptStatement<{ lineId: string }>(
    tx,
    sql`
    insert into document_effects (document_id, line_id, effect, at)
    select document_id, line_id, ${effect}, ${instantToSql(env.now)}::timestamptz
    from unnest(${arrayText(all.map(({ documentId }) => documentId))}::uuid[],
      ${arrayText(all.map(({ id }) => id))}::uuid[]) as taken (document_id, line_id)
    on conflict do nothing returning line_id as "lineId"`,
  )
  const taken = new Set(rows.map(({ lineId }) => lineId))
  for (const group of groups) {
    const own = group.lines.filter(({ id }) => taken.has(id))
    for (const [kind, lines] of Map.groupBy(own, (line) => line.kind))
      listOf(byKind, kind).push({ ...group, lines })
  }
  return byKind
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

function settlementOf(env: Env, kind: LineKind): LineSettlement {
  const settlement = env.ctx.settlements.lines[kind]
  if (!settlement) throw new Error(`no settlement for lines of kind ${kind}`)
  return settlement
}
