import type { Env } from '../../../context.ts'
import type { ENDED_STATUSES } from '../../../domain/service-status.ts'
import type { Tx } from '../../../platform/db.ts'
import { changeService } from '../change.ts'
import { finishEnd } from '../finish-end.ts'
import type { ServiceSubject } from '../subject.ts'
import { carryOut } from './carry-out.ts'

export type EndStatus = (typeof ENDED_STATUSES)[number]

export interface End {
  to: EndStatus
  note: string
  notify: boolean
  /** Ends here at once, whatever the server says; the removal is asked for all the same. */
  force?: boolean
}

/**
 * Ends a service. What may stand on a server is removed first and the status follows when that is
 * confirmed; what never had a resource ends in this transaction.
 */
export async function endService(
  tx: Tx,
  env: Env,
  subject: ServiceSubject,
  end: End,
): Promise<{ operationId: string | null }> {
  const { service } = subject
  const module = env.ctx.modules.get(service.type)
  if (end.to !== 'expired')
    await env.ctx.settlements.services.renewalsGivenUp(tx, env, [service.id])
  if (!mayStandOnServer(subject) || (!module && end.force)) {
    await finishEnd(tx, env, service, { ...end, removed: !service.resource })
    return { operationId: null }
  }
  const input = { to: end.to, note: end.note, notify: end.notify, forced: end.force ?? false }
  const current = end.force
    ? await finishEnd(tx, env, service, { ...end, removed: false })
    : await changeService(tx, env, service, {
        set: {},
        entry: { kind: 'service.end_requested', note: end.note || null, after: { to: end.to } },
      })
  return carryOut(tx, env, current, { kind: 'terminate', input })
}

/** A resource is known, or an attempt at one was made whose outcome may still appear. */
export function mayStandOnServer({ service, operations }: ServiceSubject): boolean {
  return service.resource !== null || operations.some(({ attempts }) => attempts > 0)
}
