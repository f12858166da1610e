import { inArray } from 'drizzle-orm'
import { isEnded } from '../../domain/service-lifecycle.ts'
import type { Tx } from '../../platform/db.ts'
import { endService } from '../services/moves/end.ts'
import { markServicesPaid } from '../services/payment.ts'
import { takeService } from '../services/subject.ts'
import { services } from '../services/tables.ts'
import { type DocumentLine, HONOURED, type LineSettlement, nothingFollows } from './settlement.ts'

const serviceIdsOf = (lines: readonly DocumentLine[]) => [
  ...new Set(lines.map((line) => line.serviceId).filter((id) => id !== null)),
]

/** The ids among these whose service has ended: money for them buys nothing any more. */
async function endedAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: services.id, status: services.status })
    .from(services)
    .where(inArray(services.id, [...ids]))
  const living = new Set(rows.filter((row) => !isEnded(row.status)).map((row) => row.id))
  return new Set(ids.filter((id) => !living.has(id)))
}

/** The first period of a service: paid, it is delivered as its product says. */
export const serviceStartLine: LineSettlement = {
  async paid(tx, env, lines) {
    const ended = await endedAmong(tx, serviceIdsOf(lines))
    const unhonoured = lines.filter(({ serviceId }) => serviceId !== null && ended.has(serviceId))
    await markServicesPaid(
      tx,
      env,
      serviceIdsOf(lines).filter((id) => !ended.has(id)),
    )
    return unhonoured.length === 0 ? HONOURED : { unhonoured: unhonoured.map(({ id }) => id) }
  },
  /** The order is given up: what was never delivered ends, its stock and place are returned. */
  async withdrawn(tx, env, lines) {
    for (const id of serviceIdsOf(lines)) {
      const subject = await takeService(tx, id, env.now)
      if (subject.service.status !== 'pending' || subject.service.resource !== null) continue
      await endService(tx, env, subject, { to: 'cancelled', note: '', notify: false })
    }
  },
  refunded: nothingFollows.refunded,
}

/** What goes with a service and does nothing by itself: a set-up fee, an option. */
export const besideServiceLine: LineSettlement = {
  ...nothingFollows,
  async paid(tx, _env, lines) {
    const ended = await endedAmong(tx, serviceIdsOf(lines))
    const lost = lines.filter(({ serviceId }) => serviceId !== null && ended.has(serviceId))
    return lost.length === 0 ? HONOURED : { unhonoured: lost.map(({ id }) => id) }
  },
}
