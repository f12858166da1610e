import { and, eq } from 'drizzle-orm'
import type { BrakedStep } from '../../../domain/brake.ts'
import { anyOf } from '../../../platform/any-of.ts'
import type { Db, Tx } from '../../../platform/db.ts'
import { brakeHeld } from './tables.ts'

/** By service the step that the brake holds back and nobody has answered yet. */
export async function loadHeldBack(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, BrakedStep>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ serviceId: brakeHeld.serviceId, step: brakeHeld.step })
    .from(brakeHeld)
    .where(and(eq(brakeHeld.state, 'held'), anyOf(brakeHeld.serviceId, ids)))
  return new Map(rows.map(({ serviceId, step }) => [serviceId, step]))
}
