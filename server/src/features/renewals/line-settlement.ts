import { and, eq, inArray } from 'drizzle-orm'
import type { Env } from '../../context.ts'
import { isRecurring } from '../../domain/cycle.ts'
import { reverseRenewal } from '../../domain/renewal.ts'
import type { Tx } from '../../platform/db.ts'
import {
  type DocumentLine,
  HONOURED,
  type LineSettlement,
  nothingFollows,
} from '../documents/settlement.ts'
import { changeService } from '../services/change.ts'
import { takeService } from '../services/subject.ts'
import { applyRenewals } from './apply-renewals.ts'
import { renewals } from './tables.ts'
import { closeRenewals } from './withdraw-renewals.ts'

const renewalIdsOf = (lines: readonly DocumentLine[]) =>
  lines.map((line) => line.renewalId).filter((id) => id !== null)

/** A line that buys a further period. */
export const renewalLineSettlement: LineSettlement = {
  async paid(tx, env, lines) {
    const { unhonoured } = await applyRenewals(tx, env, renewalIdsOf(lines))
    if (unhonoured.length === 0) return HONOURED
    const lost = lines.filter(({ renewalId }) => unhonoured.includes(renewalId ?? ''))
    return { unhonoured: lost.map(({ id }) => id) }
  },
  withdrawn: (tx, env, withdrawn) =>
    closeRenewals(tx, env, renewalIdsOf(withdrawn.flatMap(({ lines }) => lines))),
  async refunded(tx, env, lines, { takeBack }) {
    if (!takeBack) return
    for (const id of renewalIdsOf(lines)) await reverse(tx, env, id)
  },
  async bought(db, lines) {
    const ids = renewalIdsOf(lines)
    const rows = await db
      .select()
      .from(renewals)
      .where(and(inArray(renewals.id, ids), eq(renewals.state, 'applied')))
    return rows.flatMap(({ serviceId, cycle, periods }) =>
      isRecurring(cycle) ? [{ serviceId, cycle, periods }] : [],
    )
  },
}

/** A further line of a renewal: it is honoured with it, and does nothing by itself. */
export const renewalPartSettlement: LineSettlement = {
  async paid(tx, _env, lines) {
    const ids = renewalIdsOf(lines)
    const applied = await tx
      .select({ id: renewals.id })
      .from(renewals)
      .where(and(inArray(renewals.id, ids), eq(renewals.state, 'applied')))
    const honoured = new Set<string | null>(applied.map((row) => row.id))
    const lost = lines.filter(({ renewalId }) => !honoured.has(renewalId))
    return lost.length === 0 ? HONOURED : { unhonoured: lost.map(({ id }) => id) }
  },
  withdrawn: nothingFollows.withdrawn,
  refunded: nothingFollows.refunded,
}

/** The bought period is taken back; it may be bought again. */
async function reverse(tx: Tx, env: Env, renewalId: string): Promise<void> {
  const [renewal] = await tx.select().from(renewals).where(eq(renewals.id, renewalId)).for('update')
  if (renewal?.state !== 'applied') {
    if (renewal) await closeRenewals(tx, env, [renewalId])
    return
  }
  await tx
    .update(renewals)
    .set({ state: 'reversed', settledAt: env.now })
    .where(eq(renewals.id, renewalId))
  const { service, zone } = await takeService(tx, renewal.serviceId, env.now)
  if (service.expiresAt === null || service.endedAt !== null || !isRecurring(renewal.cycle)) return
  const { cycle, periods } = renewal
  const subject = { expiresAt: service.expiresAt, anchorDay: service.anchorDay ?? 1 }
  await changeService(tx, env, service, {
    set: {
      expiresAt: reverseRenewal(subject, { cycle, periods }, zone),
      renewalCount: Math.max(0, service.renewalCount - periods),
    },
    entry: { kind: 'service.renewal_reversed', after: { renewalId } },
  })
}
