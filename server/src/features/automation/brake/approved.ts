import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../../context.ts'
import { type BusinessCalendar, periodKey } from '../../../domain/automation/index.ts'
import { isApprovalGood } from '../../../domain/brake.ts'
import type { Instant } from '../../../domain/instant.ts'
import { anyOf } from '../../../platform/any-of.ts'
import type { Tx } from '../../../platform/db.ts'
import type { Candidate } from './hold-back.ts'
import { readBrakeRules } from './settings.ts'
import { readStanding } from './standing.ts'
import { brakeHeld } from './tables.ts'

/** An approval that a step of this chunk rests on. */
export interface Approved {
  id: string
  serviceId: string
}

/**
 * Tells the approved steps from the others. An approval is good for its step and its period, until a
 * reason comes up that staff did not know of: a jump of the clock, a gateway that fell silent.
 */
export async function takeApproved(
  tx: Tx,
  candidates: readonly Candidate[],
  moment: { calendar: BusinessCalendar; now: Instant },
): Promise<{ approved: Approved[]; others: Candidate[] }> {
  const ids = candidates.map(({ state }) => state.service.id)
  const rows = await tx
    .select()
    .from(brakeHeld)
    .where(and(eq(brakeHeld.state, 'approved'), anyOf(brakeHeld.serviceId, ids)))
  if (rows.length === 0) return { approved: [], others: [...candidates] }
  const standing = await readStanding(tx, await readBrakeRules(tx), moment)
  const byService = new Map(rows.map((row) => [row.serviceId, row]))
  const approved: Approved[] = []
  const others: Candidate[] = []
  for (const candidate of candidates) {
    const { service } = candidate.state
    const row = byService.get(service.id)
    const isMeant = row?.step === candidate.step && row.periodStart === periodKey(service)
    if (row && isMeant && isApprovalGood(row.step, row.settledAt ?? row.heldAt, standing))
      approved.push({ id: row.id, serviceId: service.id })
    else others.push(candidate)
  }
  return { approved, others }
}

/** Approvals whose steps have been done are used up. */
export async function useUpApprovals(
  tx: Tx,
  { now }: Env,
  approved: readonly Approved[],
  done: ReadonlySet<string>,
): Promise<void> {
  const used = approved.filter(({ serviceId }) => done.has(serviceId)).map(({ id }) => id)
  if (used.length === 0) return
  await tx
    .update(brakeHeld)
    .set({ state: 'done', settledAt: now })
    .where(inArray(brakeHeld.id, used))
}
