import type { Env } from '../../context.ts'
import type { Tx } from '../../platform/db.ts'
import type { Document, DocumentLine, LineEvent, LineSettlement } from './settlement.ts'
import { documentEffects, type LineKind } from './tables.ts'

/** The event of a document's lines. */
export function lineEvent(
  document: Document,
  more: Pick<LineEvent, 'takeBack' | 'paymentId'> = {},
): LineEvent {
  const { id, customerId, orderId, currency } = document
  return { documentId: id, customerId, orderId, currency, ...more }
}

/**
 * Runs an effect of lines by kind, once per line for ever: a line whose effect is on record is
 * passed over. Answers the ids of lines that could not be honoured (only `paid` has any).
 */
export async function runEffects(
  tx: Tx,
  env: Env,
  effect: keyof LineSettlement,
  { lines, event }: { lines: readonly DocumentLine[]; event: LineEvent },
): Promise<string[]> {
  if (lines.length === 0) return []
  const taken = await tx
    .insert(documentEffects)
    .values(
      lines.map((line) => ({
        documentId: event.documentId,
        lineId: line.id,
        effect,
        at: env.now,
      })),
    )
    .onConflictDoNothing()
    .returning({ lineId: documentEffects.lineId })
  const ids = new Set(taken.map((row) => row.lineId))
  const unhonoured: string[] = []
  const kinds = Map.groupBy(
    lines.filter((line) => ids.has(line.id)),
    (line) => line.kind,
  )
  for (const [kind, own] of kinds) {
    const settlement = settlementOf(env, kind)
    if (effect === 'paid')
      unhonoured.push(...(await settlement.paid(tx, env, own, event)).unhonoured)
    else await settlement[effect](tx, env, own, event)
  }
  return unhonoured
}

function settlementOf(env: Env, kind: LineKind): LineSettlement {
  const settlement = env.ctx.settlements.lines[kind]
  if (!settlement) throw new Error(`no settlement for lines of kind ${kind}`)
  return settlement
}
