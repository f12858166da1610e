import { isEnded } from '../../domain/service-lifecycle.ts'
import { anyOf } from '../../platform/any-of.ts'
import type { Tx } from '../../platform/db.ts'
import { kept } from '../../platform/kept-query.ts'
import { lockServices } from '../operations/lock-services.ts'
import { endServices } from '../services/moves/end.ts'
import { markServicesPaid } from '../services/payment.ts'
import { loadServices } from '../services/subject.ts'
import { services } from '../services/tables.ts'
import { wakeServices } from '../services/wake.ts'
import { type DocumentLine, HONOURED, type LineSettlement, nothingFollows } from './settlement.ts'

const serviceIdsOf = (lines: readonly DocumentLine[]) => [
  ...new Set(lines.map((line) => line.serviceId).filter((id) => id !== null)),
]

/** The ids among these whose service has ended: money for them buys nothing any more. */
async function endedAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await kept(
    tx
      .select({ id: services.id, status: services.status })
      .from(services)
      .where(anyOf(services.id, ids)),
  )
  const living = new Set(rows.filter((row) => !isEnded(row.status)).map((row) => row.id))
  return new Set(ids.filter((id) => !living.has(id)))
}

/** The first period of a service: paid, it is delivered as its product says. */
export const serviceStartLine: LineSettlement = {
  async paid(tx, env, lines) {
    const living = await markServicesPaid(tx, env, serviceIdsOf(lines))
    const unhonoured = lines.filter(({ serviceId }) => serviceId !== null && !living.has(serviceId))
    return unhonoured.length === 0 ? HONOURED : { unhonoured: unhonoured.map(({ id }) => id) }
  },
  /** The order is given up: what was never delivered ends, its stock and place are returned. */
  async withdrawn(tx, env, withdrawn) {
    const causes = new Map(
      withdrawn.flatMap(({ lines, cause }) =>
        serviceIdsOf(lines).map((id) => [id, cause] as const),
      ),
    )
    const ids = [...causes.keys()]
    await lockServices(tx, ids)
    const subjects = await loadServices(tx, ids, env.now)
    const givenUp = [...subjects.values()].filter(
      ({ service }) => service.status === 'pending' && service.resource === null,
    )
    const wish = { to: 'cancelled' as const, note: '', notify: false }
    await endServices(
      tx,
      env,
      givenUp.map((subject) => {
        const cause = causes.get(subject.service.id) ?? env.cause
        return { subject, wish, cause }
      }),
    )
    await wakeServices(tx, ids, env.now)
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
